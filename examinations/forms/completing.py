"""Fields that a list of public facts completes as they are typed; any other text is taken too."""

from collections.abc import Mapping, Sequence

from borderops.kit.forms import Form
from examinations.gazetteer import COMPLETED, SERVICES, Choice, completions


class Completing(Form):
    """Gives each of its fields that has the name of one in `COMPLETED` its list. The page draws the lists once, with
    `examinations/completions.html`: a browser completes from them without scripts."""

    known_services: Sequence[Choice] = ()
    """Flights and sailings that the writer recorded lately, with their carriers: offered before how the numbers of each airline begin."""

    def complete(self, fields: Mapping[str, str] = COMPLETED) -> None:
        """`fields`: the list of each by its name."""
        for name in self.fields.keys() & fields.keys():
            self.fields[name].widget.attrs["list"] = fields[name]

    def completions(self) -> dict[str, list[Choice]]:
        """The lists that these fields name, each once. No query: they are committed files, read once a process, and what the view gave."""
        named = {field.widget.attrs.get("list") for field in self.fields.values()}
        found = {name: known for name, known in completions().items() if name in named}
        if SERVICES in found:
            found[SERVICES] = [*self.known_services, *found[SERVICES]]
        return found
