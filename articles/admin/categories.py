"""Categories as the newsroom chooses among them."""

from .. import rights


def category_choices(user):
    """[(key, name)] in the order of the menu, children below their parent."""
    categories = rights.categories_for(user)
    choices = []
    for root in categories:
        if root.parent_id is None:
            choices.append((root.pk, root.name))
            choices += (
                (child.pk, f"– {child.name}")
                for child in categories
                if child.parent_id == root.pk
            )
    return choices
