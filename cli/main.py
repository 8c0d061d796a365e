"""The `fenji` command: its subcommands, and what an error becomes.

Exit codes: 0 done; 1 a document or its cases are not right; 2 the command was typed wrongly;
3 facts or a request were refused; 4 storage or configuration stands in the way. docs/cli.md
explains them.
"""

from __future__ import annotations

import os
import sys

import click

from cli import documents, evaluating, explaining, keys, serving
from cli.output import LANGUAGES, print_faults
from rulesets.errors import AuthorError, CallerError, FenjiError, OperatorError

EXIT_CODES: dict[type[FenjiError], int] = {AuthorError: 1, CallerError: 3, OperatorError: 4}


class Fenji(click.Group):
    """A group of commands that turns a refusal into its faults on stderr and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; print what was refused, in the language asked for."""
        try:
            return super().invoke(ctx)
        except FenjiError as error:
            print_faults(error, ctx.params.get("lang") or language_of_the_shell())
            code = next(code for kind, code in EXIT_CODES.items() if isinstance(error, kind))
            ctx.exit(code)


def language_of_the_shell() -> str:
    """Return `zh` where the shell's locale is Chinese, else `en`."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "zh" if locale.lower().startswith("zh") else "en"


@click.group(cls=Fenji, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of messages: zh or en.")
@click.version_option(package_name="fenji")
@click.pass_context
def fenji(context: click.Context, lang: str | None) -> None:
    """Fenji (分级): a rules service that grades customers."""
    context.obj = lang or language_of_the_shell()


fenji.add_command(serving.serve)
fenji.add_command(serving.migrate_database)
fenji.add_command(documents.check)
fenji.add_command(documents.read)
fenji.add_command(documents.publish_document)
fenji.add_command(evaluating.evaluate)
fenji.add_command(keys.key)
fenji.add_command(explaining.errors)


def main() -> None:
    """Run the command with the arguments of the process."""
    fenji(prog_name="fenji", args=sys.argv[1:])
