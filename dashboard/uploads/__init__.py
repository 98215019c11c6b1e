"""Uploads: a file on its way to a publication, worked on in a process of its own. No Streamlit."""
