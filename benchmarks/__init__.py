"""Runnable measurements. They print figures and assert nothing: machines differ, ratios within one run tell."""
