from lxml import etree

from habeas.site.worldmap import world_map
from habeas.text.states import STATES

SVG = "{http://www.w3.org/2000/svg}"


def drawn(marked: list[str]) -> dict[str, dict[str, bool]]:
    """For each title whether it is marked, and whether it has a dot."""
    root = etree.fromstring(world_map(marked, title="a <map>").encode())
    found = {}
    for group in root.iter(f"{SVG}g"):
        title = group.find(f"{SVG}title")
        if title is not None:
            found[title.text] = {
                "marked": group.getparent().get("class") == "in",
                "dot": group.find(f"{SVG}circle") is not None,
            }
    return found


def test_every_state_is_on_the_map_and_only_the_given_are_marked():
    found = drawn(["DK", "TV"])
    assert {state.names[0] for state in STATES.values()} <= set(found)
    assert {name for name, state in found.items() if state["marked"]} == {"Denmark", "Tuvalu"}


def test_small_states_are_dots_when_they_are_marked():
    found = drawn(["SM", "MT", "CA"])
    assert found["San Marino"]["dot"] and found["Malta"]["dot"]
    assert not found["Canada"]["dot"]
    assert "@media(max-width:640px){.in circle{r:18px}}" in world_map(["SM"], title="t")


def test_the_same_states_give_the_same_bytes():
    assert world_map(["DK", "PE"], title="t") == world_map(["PE", "DK"], title="t")
