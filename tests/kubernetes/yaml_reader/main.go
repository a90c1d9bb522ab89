// Reads YAML as kubectl does and says what it became.
//
// Standard input: one JSON string a line, each the text of a file. Standard output: one line each,
// {"documents": […]} or {"error": "…"}.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/util/yaml"
)

type answer struct {
	Documents []json.RawMessage `json:"documents"`
	Error     string            `json:"error,omitempty"`
}

// As kubectl reads a file: k8s.io/cli-runtime, pkg/resource/visitor.go, StreamVisitor.
func read(line []byte) answer {
	documents := []json.RawMessage{}
	var text string
	if err := json.Unmarshal(line, &text); err != nil {
		return answer{Error: "the request is no JSON string: " + err.Error()}
	}
	decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader([]byte(text)), 4096)
	for {
		var document json.RawMessage
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return answer{Documents: documents}
		}
		if err != nil {
			return answer{Error: err.Error()}
		}
		document = bytes.TrimSpace(document)
		if len(document) > 0 && !bytes.Equal(document, []byte("null")) {
			documents = append(documents, document)
		}
	}
}

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			written, failure := json.Marshal(read(line))
			if failure != nil {
				fmt.Fprintln(os.Stderr, failure)
				os.Exit(1)
			}
			out.Write(append(written, '\n'))
		}
		if err != nil {
			return
		}
	}
}
