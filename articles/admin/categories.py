"""Categories as the newsroom chooses among them."""

from ..models import Category


def category_choices():
    """[(key, name)] in the order of the menu, children below their parent."""
    categories = list(Category.objects.all())
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
