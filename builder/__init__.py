"""The Streamlit app in which flows are drawn, tried and published."""
