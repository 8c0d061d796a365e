"""The `fenji` command: its subcommands, and what an error becomes.

Exit codes: 0 done; 1 a document or its cases are not right; 2 the command was typed wrongly;
3 facts or a request were refused; 4 storage or configuration stands in the way. docs/cli.md
explains them.
"""

from __future__ import annotations

import io
import logging
import sys

import click

from cli import (
    accounts,
    certifying,
    classifying,
    disagreeing,
    dmn,
    documents,
    evaluating,
    explaining,
    keys,
    serving,
)
from cli.output import language_option, print_faults
from rulesets.errors import AuthorError, CallerError, FenjiError, OperatorError

EXIT_CODES: dict[type[FenjiError], int] = {AuthorError: 1, CallerError: 3, OperatorError: 4}


class Fenji(click.Group):
    """A group of commands that turns a refusal into its faults on stderr and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; print what was refused, in the language asked for."""
        try:
            return super().invoke(ctx)
        except FenjiError as error:
            print_faults(error)
            code = next(code for kind, code in EXIT_CODES.items() if isinstance(error, kind))
            ctx.exit(code)


_EPILOG = """\b
Exit codes:
  0  done
  1  a document has faults, one of its cases fails, or engines disagree
  2  the command was typed wrongly, or a file cannot be read
  3  facts or a request were refused
  4  storage or configuration stands in the way"""


@click.group(cls=Fenji, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@language_option
@click.version_option(package_name="fenji", message="fenji %(version)s")
def fenji() -> None:
    """Fenji (分级): a rules service that grades customers."""


fenji.add_command(serving.serve)
fenji.add_command(serving.migrate_database)
fenji.add_command(documents.check)
fenji.add_command(documents.read)
fenji.add_command(documents.publish_document)
fenji.add_command(evaluating.evaluate)
fenji.add_command(classifying.classify_file)
fenji.add_command(disagreeing.disagreements)
fenji.add_command(dmn.import_model)
fenji.add_command(certifying.certification)
fenji.add_command(dmn.decide_by_model)
fenji.add_command(dmn.export_model)
fenji.add_command(keys.key)
fenji.add_command(accounts.account)
fenji.add_command(explaining.errors)


def main() -> None:
    """Run the command with the arguments of the process."""
    # A refusal is printed as its faults; the log, which says it again, is for those who serve.
    logging.getLogger().addHandler(logging.NullHandler())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name or a sentence that the terminal's encoding lacks must not end the command.
            stream.reconfigure(errors="backslashreplace")
    fenji(prog_name="fenji", args=sys.argv[1:])
