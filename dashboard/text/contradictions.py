"""What readers call records that contradict each other."""

from __future__ import annotations

from dashboard.text import N_

CONTRADICTIONS = {
    "kicked_off_before_proposed": N_("Kicked off before it was proposed"),
    "closed_before_kicked_off": N_("Closed before it was kicked off"),
    "left_before_joined": N_("Left the project before joining it"),
    "launched_before_kicked_off": N_("Launched before the project was kicked off"),
    "decided_without_request": N_("A decision that answers no request"),
    "decided_before_request": N_("Decided before it was asked for"),
    "used_without_voice": N_("A voice used that nobody collected"),
    "used_before_voice": N_("A voice used before it was collected"),
}
"""By the kinds of the workspace's ``contradictions``."""
