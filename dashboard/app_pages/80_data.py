"""What is loaded, and is it right?"""

from dashboard.text import N_

TITLE = N_("Data")
GROUP = N_("Set-up")
