package main

import "reflect"

// The grammar's package walks expressions, but not all statements; this one walks whatever a statement is made of.

// each calls visit with every node below and including a value.
func each(value reflect.Value, visit func(node any)) {
	descend(value, nil, func(node any, above []any) { visit(node) })
}

// descend calls visit with every node and the nodes above it, the outermost first.
func descend(value reflect.Value, above []any, visit func(node any, above []any)) {
	switch value.Kind() {
	case reflect.Interface:
		if !value.IsNil() {
			descend(value.Elem(), above, visit)
		}
	case reflect.Pointer:
		if value.IsNil() {
			return
		}
		if value.Elem().Kind() == reflect.Struct && value.CanInterface() {
			visit(value.Interface(), above)
			fields(value.Elem(), append(above[:len(above):len(above)], value.Interface()), visit)
			return
		}
		descend(value.Elem(), above, visit)
	case reflect.Struct:
		if value.CanInterface() {
			visit(value.Interface(), above)
		}
		if value.CanAddr() && value.Addr().CanInterface() {
			visit(value.Addr().Interface(), above)
			above = append(above[:len(above):len(above)], value.Addr().Interface())
		}
		fields(value, above, visit)
	case reflect.Slice, reflect.Array:
		for i := 0; i < value.Len(); i++ {
			descend(value.Index(i), above, visit)
		}
	}
}

func fields(value reflect.Value, above []any, visit func(node any, above []any)) {
	kind := value.Type()
	for i := 0; i < value.NumField(); i++ {
		if kind.Field(i).IsExported() {
			descend(value.Field(i), above, visit)
		}
	}
}
