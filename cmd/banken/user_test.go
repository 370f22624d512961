package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
)

const testPassword = "tsukuba rain 7"

// userScript is what one does with people, and what can be wrong with it.
var userScript = script{site: func(t testing.TB) string { return plantSite(t, func(*ownSite) {}) },
	files: map[string]string{"pass.txt": testPassword + "\n", "short.txt": "too short\n", "two.txt": testPassword + "\n" + testPassword + "\n"},
	commands: []string{
		"user list", "user setup-link --who root", "user setup-link --who root --format json",
		"user add ito --role administrator --display 伊藤 --password-file pass.txt --who root", "user setup-link --who root",
		"user add sato --role operator --link --language en --who root", "user list", "user add Sato --password-file pass.txt --who root",
		"user add kato --password-file short.txt --who root", "user add kato --password-file two.txt --who root", "user add kato --password-file gone.txt --who root",
		"user add kato --role king --link --who root", "user add 'a b' --link --who root", "user add root --link --who root", "user add kato --language fr --link --who root",
		"user add kato --who root", "user add kato --link --password-file pass.txt --who root",
		"user passwd sato --password-file pass.txt --who root", "user passwd nobody --password-file pass.txt --who root",
		"user role sato engineer --who root", "user role sato engineer --who root --format json", "user role ito viewer --who root", "user disable ito --who root",
		"user disable sato --who root", "user reset sato --who root", "user enable sato --who root", "user reset sato --who root", "user add mori --link --who root --format json",
		"user list", "user list --format json", "user", "user eat", "user list x", "user role sato", "user passwd",
	}}

// What is never the same in what the command says.
var (
	tokenText = regexp.MustCompile(`token=[a-km-np-z2-9]{26}|"token": "[a-km-np-z2-9]{26}"`)
	timeText  = regexp.MustCompile(`\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.\d]*( [+-]\d\d:\d\d|Z)`)
)

func steady(said string) string {
	return timeText.ReplaceAllString(tokenText.ReplaceAllString(said, "token=TOKEN"), "TIME")
}

// TestGoldenUser: what the command user says, with the store and through the socket.
func TestGoldenUser(t *testing.T) {
	for i := range lang.Languages {
		l, dir := lang.Language(i), userScript.prepare(t)
		same(t, "user", l, steady(userScript.play(l, dir, "--config", plantConfig(t, dir))))
		dir = userScript.prepare(t)
		same(t, "user", l, steady(userScript.play(l, dir, "--socket", serveSite(t, openPlant(t, dir)))))
	}
}

// TestPasswordInput: a password comes from standard input, and from a terminal that does
// not show it; one that is not typed the same again changes nothing.
func TestPasswordInput(t *testing.T) {
	dir := plantSite(t, func(*ownSite) {})
	site := openPlant(t, dir)
	socket := serveSite(t, site)
	add := func(in *os.File, name string, more ...string) (int, string) {
		var said bytes.Buffer
		args := append([]string{"user", "add", name, "--role", "administrator", "--who", "root", "--socket", socket}, more...)
		status := run(context.Background(), streams{in: in, out: &said, err: &said}, args)
		return status, said.String()
	}
	piped, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(w, testPassword)
	w.Close()
	if status, said := add(piped, "ito", "--password-file", "-"); status != exitOK {
		t.Error(said)
	}
	for _, x := range []struct {
		name, first, again string
		want               int
	}{{"sato", testPassword, testPassword, exitOK}, {"kato", testPassword, "something else", exitFault}} {
		master, terminal := pseudoTerminal(t)
		shown := typeInto(t, master, x.first, x.again)
		status, said := add(terminal, x.name)
		terminal.Close()
		if text := shown(); status != x.want || strings.Contains(text+said, x.first) || strings.Contains(text+said, x.again) {
			t.Errorf("%s: %d, said %q, shown %q", x.name, status, said, text)
		}
	}
	for _, name := range []string{"ito", "sato"} {
		if p, err := site.SignIn(context.Background(), &control.SignIn{Name: name, Password: testPassword, Address: "192.0.2.10"}); err != nil || p.Role != account.Administrator {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
	if list, err := site.ListPeople(context.Background()); err != nil || len(list.People) != 2 || !list.Ready {
		t.Errorf("%+v, %v", list, err)
	}
}

// pseudoTerminal makes a terminal, and what is on the other end of it (pty(7)).
func pseudoTerminal(t *testing.T) (master, terminal *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { master.Close() })
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return master, terminal
}

// typeInto types lines into a terminal as soon as it does not show them, and returns what
// it showed until it was closed.
func typeInto(t *testing.T, master *os.File, lines ...string) (shown func() string) {
	var text bytes.Buffer
	var all sync.WaitGroup
	all.Go(func() {
		for deadline := time.Now().Add(10 * time.Second); echoes(master); time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Error("the terminal shows what is typed")
				break
			}
		}
		fmt.Fprintln(master, strings.Join(lines, "\n"))
	})
	all.Go(func() {
		b := make([]byte, 4096)
		for {
			n, err := master.Read(b)
			text.Write(b[:n])
			if err != nil { // the other end was closed
				return
			}
		}
	})
	return func() string { all.Wait(); return text.String() }
}

func echoes(f *os.File) bool {
	x, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	return err == nil && x.Lflag&unix.ECHO != 0
}

// TestPeopleSocket: what the console asks through the socket: the first administrator
// with a link, sign-in, wrong attempts, other people; faults are of their sorts.
func TestPeopleSocket(t *testing.T) {
	dir := plantSite(t, func(*ownSite) {})
	site := openPlant(t, dir)
	c, ctx := control.Dial(serveSite(t, site)), context.Background()
	code := func(what string, err error, want control.Code) {
		t.Helper()
		if got := codeOf(err); got != want || want == "" && err != nil {
			t.Errorf("%s: %q (%v), want %q", what, got, err, want)
		}
	}
	link, err := c.SetupLink(ctx, &control.Actor{Who: "root", Local: true})
	code("link", err, "")
	_, err = c.SetUp(ctx, &control.SetUp{Token: "guess", Name: "ito", Password: testPassword, Address: "192.0.2.10"})
	code("guessed", err, control.Denied)
	ito, err := c.SetUp(ctx, &control.SetUp{Token: link.Token, Name: "ito", Display: "伊藤", Password: testPassword, Address: "192.0.2.10"})
	code("set up", err, "")
	if ito.Role != account.Administrator || ito.Display != "伊藤" {
		t.Errorf("%+v", ito)
	}
	by := control.Actor{Who: "ito"}
	a, err := c.AddPerson(ctx, &control.NewPerson{Actor: by, Name: "sato", Role: "operator"})
	code("add", err, "")
	_, err = c.SetPassword(ctx, &control.NewPassword{Name: "sato", Token: a.Token.Token, Password: testPassword, Address: "192.0.2.11"})
	code("password", err, "")
	sato, err := c.SignIn(ctx, &control.SignIn{Name: "sato", Password: testPassword, Address: "192.0.2.11"})
	code("sign in", err, "")
	if again, err := c.Person(ctx, "sato"); err != nil || *again != *sato {
		t.Errorf("%+v, %v", again, err)
	}
	_, err = c.AddPerson(ctx, &control.NewPerson{Actor: control.Actor{Who: "sato"}, Name: "mallory", Role: "administrator"})
	code("an operator adds", err, control.Forbidden)
	_, err = c.Person(ctx, "..")
	code("no name", err, control.NotFound)
	_, err = c.Disable(ctx, &control.Disabling{Actor: by, Name: "ito", Disabled: true})
	code("the last", err, control.Conflict)
	_, err = c.SetRole(ctx, &control.NewRole{Actor: by, Name: "sato", Role: "engineer"})
	code("role", err, "")
	_, err = c.Reset(ctx, &control.Resetting{Actor: by, Name: "sato"})
	code("reset", err, "")
	for range account.FreeByName {
		_, err = c.SignIn(ctx, &control.SignIn{Name: "ito", Password: "wrong", Address: "192.0.2.66"})
		code("wrong", err, control.Denied)
	}
	_, err = c.SignIn(ctx, &control.SignIn{Name: "ito", Password: testPassword, Address: "192.0.2.66"})
	code("must wait", err, control.Wait)
	if err := site.leavePeople(); err != nil {
		t.Fatal(err)
	}
	trail, err := site.store.AuditTrail(1, 0)
	if err != nil {
		t.Fatal(err)
	}
	var did []string
	for _, l := range trail {
		did = append(did, l.Who+" "+l.What+" "+l.Subject)
	}
	want := "root setup-link , ito setup ito, ito person-add sato, sato password-set sato, sato signin 192.0.2.11, ito person-role sato, ito password-link sato, sign-in signin-failed ito"
	if got := strings.Join(did, ", "); !strings.HasSuffix(got, want) {
		t.Errorf("the audit trail has %s", got)
	}
	if _, err := site.store.VerifyAudit(ctx); err != nil {
		t.Error(err)
	}
}

// TestPeopleWithoutStore: where nothing is kept, it is said.
func TestPeopleWithoutStore(t *testing.T) {
	site := &ownSite{zone: time.UTC, people: openPeople(nil)}
	if _, err := site.SignIn(context.Background(), &control.SignIn{Name: "ito", Password: testPassword}); codeOf(err) != control.Conflict {
		t.Error(err)
	}
	if err := site.leavePeople(); err != nil {
		t.Error(err)
	}
}

// TestHint: a sensor that nobody can sign in at says how to begin, and not any more once
// somebody can; the secret itself is never in what it says.
func TestHint(t *testing.T) {
	dir := plantSite(t, func(*ownSite) {})
	site := openPlant(t, dir)
	hint := func() string {
		var said bytes.Buffer
		site.hintPeople(streams{err: &said})
		return said.String()
	}
	if got := hint(); !strings.Contains(got, "banken user setup-link") || tokenText.MatchString(got) {
		t.Errorf("%q", got)
	}
	_, err := site.AddPerson(context.Background(), &control.NewPerson{Actor: control.Actor{Who: "root", Local: true}, Name: "ito", Role: "administrator", Password: testPassword})
	if err != nil {
		t.Fatal(err)
	}
	if got := hint(); got != "" {
		t.Errorf("%q", got)
	}
}
