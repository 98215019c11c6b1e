"""The parts of the upload page, in the order in which a file goes through them."""
