"""Fragments that every page of an edition shares. Loaded in every template."""

from django import template

register = template.Library()

MOST = 5000  # fragments of one shell; then all are made anew


@register.simple_tag(takes_context=True)
def kept(context, name, **values):
    """
    The template `name`, rendered once for each set of `values` and held with the shell.
    It sees the shell and `values` alone, so nothing else of a page can get into it.
    """
    fragments = context["shell"].fragments
    key = (name, *((each, hashable(values[each])) for each in sorted(values)))
    fragment = fragments.get(key)
    if fragment is None:
        if len(fragments) >= MOST:
            fragments.clear()
        found = context.template.engine.get_template(name)
        own = template.Context({"shell": context["shell"], **values})
        fragment = fragments[key] = found.render(own)
    return fragment


def hashable(value):
    return tuple(value) if isinstance(value, list) else value
