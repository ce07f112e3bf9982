// Does CockroachDB understand a statement, and what does the statement do? Reads JSON lines {"name", "sql"} from standard
// input, parses each with CockroachDB's own grammar, and answers each with a JSON line: the error, or the facts that the
// project's rules ask for. Ends with 1 when a statement was refused, and with 2 when the input could not be read.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/cockroachdb/cockroachdb-parser/pkg/sql/parser"
)

// A statement is a few kilobytes, a migration a few dozen.
const lineBytesMax = 4 << 20

type question struct {
	Name string `json:"name"`
	SQL  string `json:"sql"`
}

type answer struct {
	Name       string  `json:"name"`
	Error      string  `json:"error,omitempty"`
	Statements []facts `json:"statements"`
}

func main() {
	refused, err := check(os.Stdin, os.Stdout, os.Stderr)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	case refused > 0:
		os.Exit(1)
	}
}

func check(in io.Reader, out, complaints io.Writer) (refused int, err error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 64<<10), lineBytesMax)
	answers := json.NewEncoder(out)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return refused, fmt.Errorf("not a question: %w", err)
		}
		given := answerTo(asked)
		if given.Error != "" {
			refused++
			fmt.Fprintf(complaints, "%s: %s\n", given.Name, given.Error)
		}
		if err := answers.Encode(given); err != nil {
			return refused, err
		}
	}
	return refused, lines.Err()
}

func answerTo(asked question) answer {
	given := answer{Name: asked.Name, Statements: []facts{}}
	parsed, err := parser.Parse(asked.SQL)
	if err != nil {
		given.Error = err.Error()
		return given
	}
	for _, each := range parsed {
		given.Statements = append(given.Statements, factsOf(each.AST))
	}
	return given
}
