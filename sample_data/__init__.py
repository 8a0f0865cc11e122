"""Company A, an invented maker of daily goods: the story Yotte opens with."""
