-- question: Which value does a row have in the column that its part groups by?
-- page:     all
-- params:   none
create macro visible.attribute_of(attributes, part) as
coalesce(substr([a for a in attributes if starts_with(a, part || '=')][1], len(part) + 2), 'not recorded')
