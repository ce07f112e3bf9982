package main

import (
	"reflect"
	"sort"
	"strings"

	"github.com/cockroachdb/cockroachdb-parser/pkg/sql/sem/tree"
	"github.com/cockroachdb/cockroachdb-parser/pkg/sql/sem/tree/treebin"
)

// facts are what the rules ask of one statement; none of them depends on how the text is laid out.
type facts struct {
	Tag          string     `json:"tag"`
	Mutations    []mutation `json:"mutations"`
	Placeholders []int      `json:"placeholders"`
	// Placeholders whose type is said in at least one place.
	Typed     []int      `json:"typed"`
	AsOf      []asOf     `json:"asOf"`
	Functions []string   `json:"functions"`
	Stars     []string   `json:"stars"`
	Divisions []division `json:"divisions"`
	Scans     []scan     `json:"scans"`
	Locking   []string   `json:"locking"`
	// Tables and views that are named, with their schema where it is given.
	Relations []string `json:"relations"`
	// More than one row source: joins, unions, sub-queries, common table expressions.
	Composed bool         `json:"composed"`
	Table    *tableMade   `json:"table,omitempty"`
	Alters   *alteration  `json:"alters,omitempty"`
	Index    *indexMade   `json:"index,omitempty"`
	Database *databaseSet `json:"database,omitempty"`
}

type mutation struct {
	Kind  string `json:"kind"`
	Table string `json:"table"`
	// Neither the statement itself, nor in the WITH list at its top.
	Nested bool `json:"nested"`
	// DO UPDATE, with or without a named target; empty for none.
	Conflict string `json:"conflict,omitempty"`
	Target   bool   `json:"target"`
}

type asOf struct {
	Text        string `json:"text"`
	Function    string `json:"function,omitempty"`
	Placeholder bool   `json:"placeholder"`
	Top         bool   `json:"top"`
}

type division struct {
	Text string `json:"text"`
	// An operand is cast to a type whose division is the same in both databases.
	Fractional bool `json:"fractional"`
}

type scan struct {
	Table string `json:"table"`
	// Columns that a conjunct makes equal to a parameter.
	Equals []string `json:"equals"`
}

type tableMade struct {
	Name       string   `json:"name"`
	Columns    []string `json:"columns"`
	PrimaryKey []string `json:"primaryKey"`
}

type alteration struct {
	Table    string   `json:"table"`
	Locality string   `json:"locality,omitempty"`
	Settings []string `json:"settings,omitempty"`
}

type indexMade struct {
	Table   string `json:"table"`
	Sharded bool   `json:"sharded"`
}

type databaseSet struct {
	SurvivalGoal string `json:"survivalGoal,omitempty"`
	Region       string `json:"region,omitempty"`
	Primary      bool   `json:"primary"`
}

func factsOf(statement tree.Statement) facts {
	reader := &reader{top: statement, typed: map[int]bool{}, placeholders: map[int]bool{}}
	reader.facts = facts{
		Tag:       statement.StatementTag(),
		Mutations: []mutation{}, AsOf: []asOf{}, Functions: []string{}, Stars: []string{}, Divisions: []division{},
		Scans: []scan{}, Locking: []string{}, Relations: []string{},
	}
	reader.schema(statement)
	reader.names(statement)
	reader.walk(reflect.ValueOf(statement), nil)
	reader.facts.Placeholders = sorted(reader.placeholders)
	reader.facts.Typed = sorted(reader.typed)
	return reader.facts
}

type reader struct {
	top          tree.Statement
	facts        facts
	ctes         map[string]bool
	placeholders map[int]bool
	typed        map[int]bool
}

// schema tells what a schema change says.
func (r *reader) schema(statement tree.Statement) {
	switch node := statement.(type) {
	case *tree.CreateTable:
		r.facts.Table = &tableMade{Name: node.Table.Table(), Columns: []string{}, PrimaryKey: []string{}}
		for _, definition := range node.Defs {
			switch each := definition.(type) {
			case *tree.ColumnTableDef:
				r.facts.Table.Columns = append(r.facts.Table.Columns, string(each.Name))
				if each.PrimaryKey.IsPrimaryKey {
					r.facts.Table.PrimaryKey = append(r.facts.Table.PrimaryKey, string(each.Name))
				}
			case *tree.UniqueConstraintTableDef:
				if each.PrimaryKey {
					for _, column := range each.Columns {
						r.facts.Table.PrimaryKey = append(r.facts.Table.PrimaryKey, string(column.Column))
					}
				}
			}
		}
	case *tree.AlterTable:
		name := node.Table.ToTableName()
		r.facts.Alters = &alteration{Table: name.Table()}
		for _, command := range node.Cmds {
			if set, is := command.(*tree.AlterTableSetStorageParams); is {
				for _, setting := range set.StorageParams {
					r.facts.Alters.Settings = append(
						r.facts.Alters.Settings, setting.Key+"="+strings.Trim(tree.AsString(setting.Value), "'"))
				}
			}
		}
	case *tree.AlterTableLocality:
		name := node.Name.ToTableName()
		r.facts.Alters = &alteration{Table: name.Table(), Locality: tree.AsString(node.Locality)}
	case *tree.CreateIndex:
		r.facts.Index = &indexMade{Table: node.Table.Table(), Sharded: node.Sharded != nil}
	case *tree.AlterDatabaseSurvivalGoal:
		r.facts.Database = &databaseSet{SurvivalGoal: tree.AsString(&node.SurvivalGoal)}
	case *tree.AlterDatabaseAddRegion:
		r.facts.Database = &databaseSet{Region: string(node.Region)}
	case *tree.AlterDatabasePrimaryRegion:
		r.facts.Database = &databaseSet{Region: string(node.PrimaryRegion), Primary: true}
	}
}

// names collects the common table expressions first, so that they are not taken for tables.
func (r *reader) names(statement tree.Statement) {
	r.ctes = map[string]bool{}
	each(reflect.ValueOf(statement), func(value any) {
		if cte, is := value.(*tree.CTE); is {
			r.ctes[string(cte.Name.Alias)] = true
		}
	})
}

func (r *reader) walk(value reflect.Value, above []any) {
	descend(value, above, func(node any, above []any) {
		switch it := node.(type) {
		case *tree.Insert:
			r.mutation("insert", it.Table, above, it.OnConflict)
		case *tree.Update:
			r.mutation("update", it.Table, above, nil)
			r.scans(append(tree.TableExprs{it.Table}, it.From...), it.Where)
		case *tree.Delete:
			r.mutation("delete", it.Table, above, nil)
			r.scans(append(tree.TableExprs{it.Table}, it.Using...), it.Where)
		case *tree.SelectClause:
			r.scans(it.From.Tables, it.Where)
			r.asOf(it.From.AsOf, above)
			if len(it.From.Tables) > 1 {
				r.facts.Composed = true
			}
		case *tree.JoinTableExpr, *tree.UnionClause, *tree.Subquery, *tree.With, *tree.RowsFromExpr, *tree.StatementSource:
			r.facts.Composed = true
		case *tree.LockingItem:
			r.facts.Locking = append(r.facts.Locking, strings.TrimSpace(tree.AsString(it.Strength)))
		case *tree.Placeholder:
			r.placeholders[int(it.Idx)+1] = true
		case *tree.CastExpr:
			if parameter, is := bare(it.Expr).(*tree.Placeholder); is {
				r.typed[int(parameter.Idx)+1] = true
			}
		case *tree.FuncExpr:
			r.facts.Functions = append(r.facts.Functions, strings.ToLower(it.Func.String()))
		case *tree.BinaryExpr:
			if it.Operator.Symbol == treebin.Div {
				r.facts.Divisions = append(
					r.facts.Divisions, division{tree.AsString(it), fractional(it.Left) || fractional(it.Right)})
			}
		case tree.UnqualifiedStar:
			if !counts(above) {
				r.facts.Stars = append(r.facts.Stars, "*")
			}
		case *tree.UnresolvedName:
			if it.Star {
				r.facts.Stars = append(r.facts.Stars, it.String())
			}
		case *tree.TableName:
			r.facts.Relations = append(r.facts.Relations, it.String())
		}
	})
}

func (r *reader) mutation(kind string, table tree.TableExpr, above []any, conflict *tree.OnConflict) {
	made := mutation{Kind: kind, Table: tableOf(table), Nested: r.isNested(above)}
	switch {
	case conflict == nil:
	case conflict.IsUpsertAlias():
		made.Kind, made.Conflict, made.Target = "upsert", "update", true
	default:
		made.Conflict = "update"
		if conflict.DoNothing {
			made.Conflict = "nothing"
		}
		made.Target = len(conflict.Columns) > 0 || conflict.Constraint != ""
	}
	r.facts.Mutations = append(r.facts.Mutations, made)
}

// isNested tells whether something else than the statement's own WITH list stands above.
func (r *reader) isNested(above []any) bool {
	lists := 0
	for _, each := range above {
		switch it := each.(type) {
		case *tree.CTE:
			lists++
		case *tree.Subquery, *tree.StatementSource:
			return true
		case *tree.With:
			if !r.isTopList(it) {
				return true
			}
		}
	}
	return lists > 1
}

func (r *reader) isTopList(list *tree.With) bool {
	switch top := r.top.(type) {
	case *tree.Select:
		return top.With == list
	case *tree.Insert:
		return top.With == list
	case *tree.Update:
		return top.With == list
	case *tree.Delete:
		return top.With == list
	}
	return false
}

func (r *reader) asOf(clause tree.AsOfClause, above []any) {
	if clause.Expr == nil {
		return
	}
	found := asOf{Text: tree.AsString(clause.Expr), Top: true}
	if call, is := clause.Expr.(*tree.FuncExpr); is {
		found.Function = strings.ToLower(call.Func.String())
	}
	each(reflect.ValueOf(clause.Expr), func(node any) {
		if _, is := node.(*tree.Placeholder); is {
			found.Placeholder = true
		}
	})
	for _, node := range above {
		switch node.(type) {
		case *tree.Subquery, *tree.CTE, *tree.UnionClause:
			found.Top = false
		}
	}
	r.facts.AsOf = append(r.facts.AsOf, found)
}

// scans tells which tables are read by one clause, and which of their columns it fixes. An unqualified column counts for
// each of them: two tables with the same column would be refused as ambiguous.
func (r *reader) scans(from tree.TableExprs, where *tree.Where) {
	aliases := map[string]string{}
	conditions := []tree.Expr{}
	var visit func(expression tree.TableExpr, alias string)
	visit = func(expression tree.TableExpr, alias string) {
		switch it := expression.(type) {
		case *tree.AliasedTableExpr:
			visit(it.Expr, string(it.As.Alias))
		case *tree.ParenTableExpr:
			visit(it.Expr, alias)
		case *tree.JoinTableExpr:
			visit(it.Left, "")
			visit(it.Right, "")
			if on, is := it.Cond.(*tree.OnJoinCond); is {
				conditions = append(conditions, on.Expr)
			}
		case *tree.TableName:
			if it.ExplicitSchema || !r.ctes[it.Table()] {
				if alias == "" {
					alias = it.Table()
				}
				aliases[alias] = it.Table()
			}
		}
	}
	for _, each := range from {
		visit(each, "")
	}
	if where != nil {
		conditions = append(conditions, where.Expr)
	}
	for alias, table := range aliases {
		fixed := map[string]bool{}
		for _, condition := range conditions {
			fixedBy(condition, alias, fixed)
		}
		columns := make([]string, 0, len(fixed))
		for column := range fixed {
			columns = append(columns, column)
		}
		sort.Strings(columns)
		r.facts.Scans = append(r.facts.Scans, scan{table, columns})
	}
	sort.Slice(r.facts.Scans, func(i, j int) bool { return r.facts.Scans[i].Table < r.facts.Scans[j].Table })
}

func fixedBy(condition tree.Expr, alias string, fixed map[string]bool) {
	switch it := bare(condition).(type) {
	case *tree.AndExpr:
		fixedBy(it.Left, alias, fixed)
		fixedBy(it.Right, alias, fixed)
	case *tree.ComparisonExpr:
		if it.Operator.String() != "=" {
			return
		}
		column, value := it.Left, it.Right
		if _, is := bare(column).(*tree.UnresolvedName); !is {
			column, value = value, column
		}
		name, is := bare(column).(*tree.UnresolvedName)
		if is && isFixed(value) && (name.NumParts == 1 || name.Parts[1] == alias) {
			fixed[name.Parts[0]] = true
		}
	}
}

// isFixed tells whether an expression is a parameter or a constant, cast or not.
func isFixed(expression tree.Expr) bool {
	switch it := bare(expression).(type) {
	case *tree.Placeholder, *tree.StrVal, *tree.NumVal:
		return true
	case *tree.CastExpr:
		return isFixed(it.Expr)
	}
	return false
}

func fractional(expression tree.Expr) bool {
	cast, is := bare(expression).(*tree.CastExpr)
	if !is {
		return false
	}
	switch strings.ToLower(strings.SplitN(cast.Type.SQLString(), "(", 2)[0]) {
	case "decimal", "numeric", "float", "float4", "float8", "interval":
		return true
	}
	return false
}

func bare(expression tree.Expr) tree.Expr {
	for {
		paren, is := expression.(*tree.ParenExpr)
		if !is {
			return expression
		}
		expression = paren.Expr
	}
}

func counts(above []any) bool {
	if len(above) == 0 {
		return false
	}
	call, is := above[len(above)-1].(*tree.FuncExpr)
	return is && strings.EqualFold(call.Func.String(), "count")
}

func tableOf(expression tree.TableExpr) string {
	switch it := expression.(type) {
	case *tree.AliasedTableExpr:
		return tableOf(it.Expr)
	case *tree.TableName:
		return it.Table()
	}
	return tree.AsString(expression)
}

func sorted(numbers map[int]bool) []int {
	all := make([]int, 0, len(numbers))
	for number := range numbers {
		all = append(all, number)
	}
	sort.Ints(all)
	return all
}
