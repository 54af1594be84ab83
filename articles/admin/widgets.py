"""Widgets of the newsroom's forms."""

from django.contrib.admin.widgets import AutocompleteSelectMultiple


class OrderedSelect(AutocompleteSelectMultiple):
    """Shows what is chosen in the order it was given, not in the model's."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        # Select2 would put a button for clearing all into its list, where only items
        # may be; each choice has its own.
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return {**attrs, "data-allow-clear": "false"}

    def optgroups(self, name, value, attr=None):
        groups = super().optgroups(name, value, attr)
        for _, options, _ in groups:
            options.sort(key=lambda option: value.index(str(option["value"])))
        return groups
