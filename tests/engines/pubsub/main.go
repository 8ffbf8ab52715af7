// A Pub/Sub in memory, Google's own for tests, until it is killed: pubsub PORT. `make test-pubsub` builds it.
package main

import (
	"fmt"
	"os"
	"strconv"

	"cloud.google.com/go/pubsub/pstest"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: pubsub PORT")
		os.Exit(2)
	}
	port, err := strconv.Atoi(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	fmt.Println(pstest.NewServerWithPort(port).Addr)
	select {}
}
