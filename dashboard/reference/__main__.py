"""`python -m dashboard.reference` (make docs): write what is documented from the code.

It reads contracts, rules, measures, queries, verbs and settings, so it stands above all of them,
and nothing imports it. A test fails while a committed file differs from what is made here.
"""

import click

from dashboard.reference.documents import DOCUMENTS


@click.command()
def main() -> None:
    """Write every document that differs from the code."""
    for path, make in DOCUMENTS.items():
        text = make()
        is_new = not path.is_file() or path.read_text(encoding="utf-8") != text
        if is_new:
            path.write_text(text, encoding="utf-8", newline="\n")
        click.echo(f"{'written' if is_new else 'unchanged'}: {path.name} in {path.parent.name}/")


if __name__ == "__main__":
    main()
