"""What readers call the tables that are loaded."""

from __future__ import annotations

from dashboard.text import N_

TABLE_WORDS = {
    "departments": N_("Departments"),
    "department_names": N_("Other names of departments"),
    "people": N_("Roster"),
    "projects": N_("Projects"),
    "participations": N_("Participation in projects"),
    "project_events": N_("Project events"),
    "waves": N_("Survey waves"),
    "invitations": N_("Survey invitations"),
    "questions": N_("Survey questions"),
    "answers": N_("Survey answers"),
    "interactions": N_("Contacts between people"),
    "group_interactions": N_("Contacts between departments"),
}
