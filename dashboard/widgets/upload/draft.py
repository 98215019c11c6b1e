"""The upload that the page shows, and what the user has chosen for it. It draws nothing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import session
from dashboard.extracts.archive import extract_member
from dashboard.extracts.limits import limits_of
from dashboard.settings import user_name
from dashboard.uploads import running
from dashboard.uploads.choices import Choices
from dashboard.uploads.discarding import STORED
from dashboard.uploads.job import Job, Task, create, open_job, root_of
from dashboard.uploads.looking import Looked, Reading

UPLOAD = "upload"  # the upload's id in the address: a reloaded page finds it again


def root() -> Path:
    """The folder for uploads to the store that is served."""
    return root_of(session.settings())


def chosen() -> Job | None:
    """The upload that the address names, if it is still there."""
    return open_job(root(), st.query_params.get(UPLOAD, ""))


def turn_to(job: Job | None) -> None:
    """Let the address name this upload, or none."""
    if job is None:
        st.query_params.pop(UPLOAD, None)
    else:
        st.query_params[UPLOAD] = job.id


def take(name: str, content: bytes | memoryview) -> Job:
    """Keep a file and begin to look into it."""
    job = create(root(), name, content)
    job.keep("settings", session.settings().model_copy(update={"link_key": None}))
    look(job, Reading({}))
    return job


def take_members(job: Job, members: list[str]) -> list[Job]:
    """Begin an upload for each of these tables of an archive, in place of the archive's."""
    taken = []
    for member in members:
        file = extract_member(job.file, member, job.folder, limits_of(session.settings()))
        taken.append(take(file.name, file.read_bytes()))
    job.discard()
    return taken


def look(job: Job, reading: Reading) -> None:
    """Look into the file, read as the user says; what was chosen before is of another reading."""
    job.keep("reading", reading)
    job.drop("looked", "choices", "found")
    running.begin(job, Task.LOOK)


def choices_of(job: Job, looked: Looked) -> Choices:
    """What is chosen: at first the profile saved for such files, else what is proposed."""
    kept: Choices | None = job.kept("choices")
    if kept is not None:
        return kept
    document = (looked.saved or looked.proposal).document
    reading: Reading = job.kept("reading")
    as_read = document.get("file", {}) | reading.file
    return Choices(document | ({"file": as_read} if as_read else {}), by=user_name())


def choose(job: Job, choices: Choices, **changes: Any) -> None:
    """Keep a change; what was found with other choices no longer holds."""
    changed = replace(choices, **({"accept_refused": False} | changes))
    if changed != choices or job.kept("choices") is None:
        job.keep("choices", changed)
        job.drop("found")


def check(job: Job, choices: Choices) -> None:
    """Begin to check every row."""
    job.keep("choices", choices)
    running.begin(job, Task.CHECK)


def publish(job: Job, note: str) -> None:
    """Begin to publish what was checked."""
    job.keep("note", note)
    running.begin(job, Task.PUBLISH)


def discard(job: Job) -> None:
    """Stop what runs, and take the file and all that was found in it away."""
    running.cancel(job)
    if job.kept(STORED):
        running.begin(job, Task.DISCARD)
    else:
        job.discard()
    turn_to(None)
