"""Pictures: frames and words in, Plotly figures out.

No Streamlit and no words of their own; ``theme.py`` holds the one visual language.
"""
