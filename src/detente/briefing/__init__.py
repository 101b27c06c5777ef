"""Briefing: what is known of a negotiation, for the terminal and as one self-contained HTML file."""

from detente.briefing.brief import Brief
from detente.briefing.compose import compose
from detente.briefing.page import render_html, render_sections
from detente.briefing.terminal import print_brief

__all__ = ["Brief", "compose", "print_brief", "render_html", "render_sections"]
