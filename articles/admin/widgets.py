"""Widgets of the newsroom's forms."""

from django.contrib.admin.widgets import AutocompleteSelectMultiple


class OrderedSelect(AutocompleteSelectMultiple):
    """
    Shows what is chosen in the order it was given, not in the model's. Where all of it
    is in `labels` ({key as text: words}), nothing is asked of the database.
    """

    labels = {}  # set, never changed: chosen.py

    def build_attrs(self, base_attrs, extra_attrs=None):
        # Select2 would put a button for clearing all into its list, where only items
        # may be; each choice has its own.
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return {**attrs, "data-allow-clear": "false"}

    def optgroups(self, name, value, attr=None):
        if self.labels.keys() >= set(value):
            return [(None, self.options_of(name, value), 0)]
        groups = super().optgroups(name, value, attr)
        for _, options, _ in groups:
            options.sort(key=lambda option: value.index(str(option["value"])))
        return groups

    def options_of(self, name, value):
        return [
            self.create_option(name, key, self.labels[key], [key], place)
            for place, key in enumerate(value)
        ]
