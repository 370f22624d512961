package roster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
	"github.com/banken-ot/banken/sensor/store"
)

var (
	noon  = time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)
	panel = netip.MustParseAddr("192.0.2.10")
	other = netip.MustParseAddr("192.0.2.66")
	root  = Actor{Name: "root", Local: true}
	weak  = account.Parameters{Memory: 64, Passes: 1, Lanes: 1} // tests compute many
)

const (
	good   = "tsukuba rain 7"
	better = "zebra on the pump"
)

// fresh is a desk of a store of its own.
func fresh(t *testing.T) *Desk {
	t.Helper()
	st, err := store.Open(filepath.Join(t.TempDir(), store.Name), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return Open(st, account.NewHasher(weak))
}

// staffed is a desk with an administrator, ito, and an operator, sato.
func staffed(t *testing.T) *Desk {
	t.Helper()
	d := fresh(t)
	for name, role := range map[string]string{"ito": "administrator", "sato": "operator"} {
		if _, _, err := d.Add(context.Background(), noon, root, Form{Name: name, Role: role, Password: good}); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func (d *Desk) enter(name, password string, from netip.Addr, at time.Time) error {
	_, err := d.SignIn(context.Background(), at, name, password, from)
	return err
}

// trail is what the audit trail says: who, what and about what, of a kind.
func trail(t *testing.T, d *Desk, what string) (list []store.Audit) {
	t.Helper()
	all, err := d.store.AuditTrail(1, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if what == "" || a.What == what {
			list = append(list, a)
		}
	}
	return list
}

func is(t *testing.T, what string, err, want error) {
	t.Helper()
	var f *account.Fault
	if !errors.Is(err, want) || want != nil && (!errors.As(err, &f) || f.Text.EN == "" || f.Text.JA == "") {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}

// TestSignIn: the right password lets in, in whatever way it is typed; all that is wrong
// is said in the same words.
func TestSignIn(t *testing.T) {
	d := staffed(t)
	ctx := context.Background()
	p, err := d.SignIn(ctx, noon, " ＳＡＴＯ ", "ｔｓｕｋｕｂａ　ｒａｉｎ　７", panel)
	if err != nil || p.Name != "sato" || p.Role != account.Operator || !p.SignedIn.Equal(noon) {
		t.Errorf("%+v, %v", p, err)
	}
	if again, err := d.Person("sato"); err != nil || again != p {
		t.Errorf("%+v, %v", again, err)
	}
	if _, _, err := d.Add(ctx, noon, root, Form{Name: "invited", Role: "viewer"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Add(ctx, noon, root, Form{Name: "gone", Role: "viewer", Password: good}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Disable(noon, root, "gone", true); err != nil {
		t.Fatal(err)
	}
	texts := map[string]bool{}
	for i, x := range [][2]string{{"sato", "wrong"}, {"sato", ""}, {"sato", good + "x"}, {"nobody", good}, {"", ""}, {"佐藤", good}, {"gone", good}, {"invited", ""}, {"sato", strings.Repeat("x", 1<<20)}, {"sato", "\xff"}} {
		err := d.enter(x[0], x[1], netip.AddrFrom4([4]byte{10, 0, 0, byte(i)}), noon.Add(time.Duration(i)*time.Hour))
		is(t, x[0], err, account.ErrSignIn)
		if err != nil {
			texts[err.Error()] = true
		}
	}
	if len(texts) != 1 {
		t.Errorf("it is said in different words: %v", texts)
	}
	if got := trail(t, d, "signin"); len(got) != 1 || got[0].Who != "sato" || got[0].Subject != "192.0.2.10" {
		t.Errorf("%+v", got)
	}
}

// TestSameWork: for a name that nobody has, one that has no password, and who is
// disabled, as much is computed and written as for others; and after as many attempts
// they must wait as long.
func TestSameWork(t *testing.T) {
	ctx := context.Background()
	told := map[string]string{}
	for _, name := range []string{"sato", "nobody", "invited", "gone", "?!"} {
		d := staffed(t)
		if _, _, err := d.Add(ctx, noon, root, Form{Name: "invited", Role: "viewer"}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := d.Add(ctx, noon, root, Form{Name: "gone", Role: "viewer", Password: good}); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Disable(noon, root, "gone", true); err != nil {
			t.Fatal(err)
		}
		computed, lines := d.hasher.Computed(), len(trail(t, d, ""))
		var said []string
		for range 6 {
			err := d.enter(name, "wrong wrong wrong", other, noon)
			said = append(said, err.Error())
		}
		said = append(said, fmt.Sprint(d.hasher.Computed()-computed, len(trail(t, d, ""))-lines))
		told[strings.Join(said, "\n")] = name
		if n := d.hasher.Computed() - computed; n != account.FreeByName {
			t.Errorf("%s: %d computed", name, n)
		}
	}
	if len(told) != 1 {
		t.Errorf("they can be told apart: %q", told)
	}
}

// TestWait: too many wrong ones make even the right one wait, and it is said how long.
func TestWait(t *testing.T) {
	d := staffed(t)
	for range account.FreeByName + 1 {
		_ = d.enter("sato", "wrong", other, noon)
	}
	err := d.enter("sato", good, other, noon)
	is(t, "at once", err, account.ErrWait)
	var f *account.Fault
	if errors.As(err, &f) && (!strings.Contains(f.Text.EN, "1 s") || !strings.Contains(f.Text.JA, "1秒")) {
		t.Errorf("%+v", f.Text)
	}
	is(t, "a second later", d.enter("sato", good, other, noon.Add(time.Second)), nil)
	is(t, "another", d.enter("ito", good, other, noon.Add(time.Second)), nil)
}

// TestFlood: thousands of wrong attempts are a few lines of the audit trail, which tell
// how many; names that nobody has are not in it.
func TestFlood(t *testing.T) {
	d := staffed(t)
	before := len(trail(t, d, ""))
	now := noon
	const secret = "my-secret-pass"
	for i := range 3000 {
		now = now.Add(time.Second)
		a := netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)})
		_ = d.enter([]string{"sato", secret, fmt.Sprint("p", i)}[i%3], "wrong", a, now)
		if err := d.Tick(now); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Close(now); err != nil {
		t.Fatal(err)
	}
	lines := trail(t, d, "")[before:]
	sum := map[string]int{}
	for _, a := range lines {
		var detail struct {
			Count     int
			Addresses []string
			More      bool `json:"more_addresses"`
		}
		if err := json.Unmarshal(a.Detail, &detail); err != nil {
			t.Fatal(err)
		}
		if a.What == "signin-failed" {
			sum[a.Subject] += detail.Count
		}
		if strings.Contains(string(a.Detail)+a.Subject, secret) || len(detail.Addresses) > maxAddresses {
			t.Errorf("%s %s", a.Subject, a.Detail)
		}
	}
	if len(lines) > 30 || sum["sato"] < 10 || sum[""] < 1000 || len(sum) != 2 {
		t.Errorf("%d lines, %v", len(lines), sum)
	}
	if delayed := trail(t, d, "signin-delayed"); len(delayed) == 0 {
		t.Error("nobody is told that it must wait")
	}
	if len(d.failed) > 2 {
		t.Errorf("%d counts", len(d.failed))
	}
	if err := d.Tick(now.Add(time.Hour)); err != nil || len(d.failed) != 0 {
		t.Errorf("%d counts are left, %v", len(d.failed), err)
	}
}

// TestRehash: a hash with other parameters is replaced at the next sign-in, without
// ending a session.
func TestRehash(t *testing.T) {
	d := staffed(t)
	before, err := d.Person("sato")
	if err != nil {
		t.Fatal(err)
	}
	d.hasher = account.NewHasher(account.Parameters{Memory: 128, Passes: 2, Lanes: 1})
	for range 2 {
		is(t, "with the old hash", d.enter("sato", good, panel, noon), nil)
		kept, err := d.store.Person("sato")
		if err != nil || !strings.Contains(kept.Password, "$m=128,t=2,p=1$") || kept.Revision != before.Revision {
			t.Errorf("%+v, %v", kept, err)
		}
	}
	if n := d.hasher.Computed(); n != 3 {
		t.Errorf("%d computed", n)
	}
}

// TestSetUp: the first administrator is made with the token, once.
func TestSetUp(t *testing.T) {
	d, ctx := fresh(t), context.Background()
	if ready, err := d.Ready(); ready || err != nil {
		t.Error(ready, err)
	}
	form := Form{Name: "ito", Display: "伊藤", Password: good, Role: "viewer"}
	is(t, "without a link", third(d.SetUp(ctx, noon, "", panel, form)), account.ErrToken)
	old, err := d.SetUpToken(noon, root)
	if err != nil {
		t.Fatal(err)
	}
	link, err := d.SetUpToken(noon, root)
	if err != nil || link.Text == old.Text || !link.Expires.Equal(noon.Add(24*time.Hour)) {
		t.Fatal(link, err)
	}
	is(t, "replaced", third(d.SetUp(ctx, noon, old.Text, panel, form)), account.ErrToken)
	is(t, "too late", third(d.SetUp(ctx, noon.Add(24*time.Hour), link.Text, panel, form)), account.ErrToken)
	is(t, "weak", third(d.SetUp(ctx, noon, link.Text, panel, Form{Name: "ito", Password: "short"})), account.ErrPassword)
	is(t, "no name", third(d.SetUp(ctx, noon, link.Text, panel, Form{Name: "伊藤", Password: good})), account.ErrName)
	p, err := d.SetUp(ctx, noon.Add(time.Hour), strings.ToUpper(link.Text), panel, form)
	if err != nil || p.Role != account.Administrator || p.Display != "伊藤" || p.Language != "ja" {
		t.Errorf("%+v, %v", p, err)
	}
	is(t, "again", third(d.SetUp(ctx, noon.Add(time.Hour), link.Text, panel, Form{Name: "mallory", Password: good})), account.ErrSetUp)
	_, err = d.SetUpToken(noon, root)
	is(t, "another link", err, account.ErrSetUp)
	is(t, "sign in", d.enter("ito", good, panel, noon.Add(time.Hour)), nil)
	if ready, err := d.Ready(); !ready || err != nil {
		t.Error(ready, err)
	}
	var did []string
	for _, a := range trail(t, d, "") {
		did = append(did, a.Who+" "+a.What)
		if strings.Contains(string(a.Detail), link.Text) || strings.Contains(string(a.Detail), good) {
			t.Errorf("a secret is in the audit trail: %s", a.Detail)
		}
	}
	if got := strings.Join(did, ", "); got != "root setup-link, root setup-link, ito setup, ito signin" {
		t.Error(got)
	}
}

func third(_ account.Person, err error) error { return err }

// TestSetUpAtOnce: of many who use one link at the same time, one becomes administrator.
func TestSetUpAtOnce(t *testing.T) {
	d := fresh(t)
	link, err := d.SetUpToken(noon, root)
	if err != nil {
		t.Fatal(err)
	}
	errs := make([]error, 20)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			errs[i] = third(d.SetUp(context.Background(), noon, link.Text, netip.AddrFrom4([4]byte{10, 0, 0, byte(i)}), Form{Name: fmt.Sprint("p", i), Password: good}))
		})
	}
	all.Wait()
	people, err := d.People()
	if err != nil || len(people) != 1 {
		t.Errorf("%d people, %v", len(people), err)
	}
	for i, err := range errs {
		if (err == nil) != (people[0].Name == fmt.Sprint("p", i)) {
			t.Errorf("%d: %v", i, err)
		}
	}
}

// TestTokenGuessed: tokens cannot be tried without end.
func TestTokenGuessed(t *testing.T) {
	d := staffed(t)
	n := 0
	for errors.Is(third(d.SetPassword(context.Background(), noon, Actor{}, Change{Name: "sato", Token: "x", Password: better, From: other})), account.ErrToken) {
		n++
	}
	if n != account.FreeByAddress {
		t.Errorf("%d attempts", n)
	}
}

// TestChangedMeanwhile: who is disabled while the password is computed does not get in.
func TestChangedMeanwhile(t *testing.T) {
	d := staffed(t)
	kept, err := d.store.Person("sato")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Disable(noon, root, "sato", true); err != nil {
		t.Fatal(err)
	}
	_, err = d.setPassword(context.Background(), noon, Actor{Name: "sato"}, kept, better, nil)
	is(t, "password", err, account.ErrSignIn)
}

// TestStoreFull: while the store takes nothing, people still get in, and the lines about
// it are written later.
func TestStoreFull(t *testing.T) {
	st, err := store.Open(filepath.Join(t.TempDir(), store.Name), store.Options{MaxOctets: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	d := Open(st, account.NewHasher(weak))
	if _, _, err := d.Add(context.Background(), noon, root, Form{Name: "sato", Role: "operator", Password: good}); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{1 << 16, 1 << 12, 1} {
		for i := 0; err == nil; i++ {
			err = st.SaveState(fmt.Sprintf("filler-%d-%d", size, i), 1, make([]byte, size))
		}
		if !errors.Is(err, store.ErrFull) {
			t.Fatal(err)
		}
		err = nil
	}
	signed := 0
	for ; len(d.owed) < 3; signed++ { // the last pages of the trail itself may have room
		if err := d.enter("sato", good, panel, noon); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Tick(noon); !errors.Is(err, store.ErrFull) || len(d.owed) != 3 {
		t.Errorf("%v, %d owed", err, len(d.owed))
	}
	if err := st.DeleteState("filler-65536-0"); err != nil {
		t.Fatal(err)
	}
	if err := d.Tick(noon); err != nil || len(d.owed) != 0 {
		t.Errorf("%v, %d owed", err, len(d.owed))
	}
	if n := len(trail(t, d, "signin")); n != signed {
		t.Errorf("%d lines of %d", n, signed)
	}
}

// TestOwedBounded: there is a bound to what is written later.
func TestOwedBounded(t *testing.T) {
	d := staffed(t)
	line, err := lineOf(noon, Actor{Name: "sato"}, "signin", "192.0.2.10", nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range maxOwed + 1 {
		if d.owe(line) != (i < maxOwed) {
			t.Errorf("%d", i)
		}
	}
	if err := d.Tick(noon.Add(time.Second)); err != nil || len(trail(t, d, "signin")) != maxOwed {
		t.Error(err)
	}
}

// TestRestart: people are there after a restart, and their passwords.
func TestRestart(t *testing.T) {
	d := staffed(t)
	again := Open(d.store, account.NewHasher(weak))
	is(t, "after a restart", again.enter("sato", good, panel, noon), nil)
}

func TestTexts(t *testing.T) {
	for name, x := range map[string]lang.Text{"refused": refused, "refusedWait": refusedWait, "waitFirst": waitFirst, "nobody": nobody, "taken": taken, "noRight": noRight, "last": last,
		"badToken": badToken, "setUp": setUp, "disabled": disabled, "tooMany": tooMany, "wantsOld": wantsOld, "wantsTarget": wantsTarget} {
		langtest.Check(t, name, x, false)
	}
}
