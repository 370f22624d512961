package account

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
)

// wanted is who may what, as the owner reads it: v, o, e, a and u are viewer, operator,
// engineer, administrator and auditor.
const wanted = `
see           v o e a u
decide        . o e a .
permit        . o e a .
approve       . . e a .
release       . . e a .
people        . . . a .
settings      . . . a .
audit         . . . a u
evidence      . . e a u
drill         . . e a .
stop-enforce  . o e a .
`

func TestRights(t *testing.T) {
	seen := map[Right]bool{}
	for line := range strings.Lines(strings.TrimSpace(wanted)) {
		f := strings.Fields(line)
		right := Right(f[0])
		seen[right] = true
		for i, r := range Roles() {
			if got := r.May(right); got != (f[i+1] != ".") {
				t.Errorf("%s may %s: %v", r, right, got)
			}
		}
	}
	if len(seen) != len(Rights()) || len(seen) != len(granted) {
		t.Errorf("%d rights in the test, %d in all, %d in the table", len(seen), len(Rights()), len(granted))
	}
	for _, x := range Rights() {
		if !seen[x] || Nobody.May(x) || Role(roleCount).May(x) || Role(200).May(x) {
			t.Errorf("%s: not in the test, or nobody may", x)
		}
	}
	for _, r := range Roles() {
		for _, x := range []Right{"", "SEE", "everything"} {
			if r.May(x) {
				t.Errorf("%s may %q", r, x)
			}
		}
	}
	p := Person{Role: Administrator}
	if !p.May(See) {
		t.Error("an administrator may nothing")
	}
	if p.Disabled = time.Unix(1, 0); p.May(See) {
		t.Error("who is disabled may look")
	}
}

func TestRole(t *testing.T) {
	for _, r := range Roles() {
		b, err := json.Marshal(r)
		var again Role
		if err != nil || json.Unmarshal(b, &again) != nil || again != r {
			t.Errorf("%s: %s, %v", r, b, err)
		}
		langtest.Check(t, r.String(), r.Text(), false)
	}
	for _, name := range []string{"", "Viewer", "root", "role 9"} {
		if _, err := ParseRole(name); !errors.Is(err, ErrRole) {
			t.Errorf("%q: %v", name, err)
		}
	}
	var r Role
	if err := json.Unmarshal([]byte(`"god"`), &r); err == nil || r != Nobody {
		t.Error(r, err)
	}
}

func TestNames(t *testing.T) {
	for text, want := range map[string]string{"sato": "sato", " Sato ": "sato", "Ｓａｔｏ．１": "sato.1", "a": "a", "j-ito_2": "j-ito_2", "7": "7",
		strings.Repeat("x", 32): strings.Repeat("x", 32)} {
		if got, err := ParseName(text); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"", " ", "-", ".hidden", "佐藤", "a b", "a/b", "../x", "a\x00", "root", "Time", strings.Repeat("x", 33), "naïve", "\xff"} {
		if got, err := ParseName(text); !errors.Is(err, ErrName) {
			t.Errorf("%q became %q, %v", text, got, err)
		}
	}
	if got, err := ParseDisplay("  佐藤　一郎 \t（電気課） ", "sato"); err != nil || got != "佐藤 一郎 （電気課）" {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := ParseDisplay("", "sato"); err != nil || got != "sato" {
		t.Errorf("%q, %v", got, err)
	}
	for _, text := range []string{strings.Repeat("佐", 65), "a\u202eb", "a\x1b[2J", "\xff"} {
		if got, err := ParseDisplay(text, "x"); err == nil {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// TestPasswords: the rules, at their bounds.
func TestPasswords(t *testing.T) {
	for _, good := range []string{"tsukuba rain 7", "correct pump battery", "浄水場の朝は静かに始まる", "purple-Giraffe", strings.Repeat("abcdefgh ", 28) + "klmn",
		"zebra sato zebra x", "ｗｉｄｅ　ｐｕｍｐ　ｒａｉｎ", "Kx9$mQ2!vT7z"} {
		if err := CheckPassword(good, "sato"); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for bad, want := range map[string]lang.Text{
		"":             tooShort.Fill(LeastPassword),
		"eleven char":  tooShort.Fill(LeastPassword),
		"十一文字のパスワード":   tooShort.Fill(LeastPassword),
		"ｶﾞｶﾞｶﾞｶﾞｶﾞｶﾞ": tooShort.Fill(LeastPassword), // 6 characters after normalisation
		strings.Repeat("ab cde fg ", 25) + "1234567": tooLong.Fill(MostPassword),
		strings.Repeat("x", 5000):                    tooLong.Fill(MostPassword),
		"tsukuba\x00rain 7":                          unusable,
		"tsukuba \xff rain":                          unusable,
		"satosatosato":                               likeName,
		"SatoSato12345":                              likeName,
		"aaaaaaaaaaaa":                               wellKnown,
		"abcabcabcabcabc":                            wellKnown,
		"123456789012":                               wellKnown,
		"abcdefghijklmn":                             wellKnown,
		"zyxwvutsrqpon":                              wellKnown,
		"Password2026!":                              wellKnown,
		"passwordpassword":                           wellKnown,
		"ｐａｓｓｗｏｒｄ２０２６":                               wellKnown,
		"1qaz2wsx3edc":                               wellKnown,
		"administrator!":                             wellKnown,
		"パスワード12345678":                              wellKnown,
	} {
		var f *Fault
		if err := CheckPassword(bad, "sato"); !errors.As(err, &f) || f.Text != want || !errors.Is(err, ErrPassword) {
			t.Errorf("%.40q: %v, want %s", bad, err, want.EN)
		}
	}
}

// TestHash: the form is that of the reference implementation, whose test vectors
// (argon2id, version 19) are read; what is wrong is told, and nothing is computed.
func TestHash(t *testing.T) {
	ctx := context.Background()
	h := NewHasher(Parameters{Memory: 64, Passes: 1, Lanes: 1})
	for hash, password := range map[string]string{
		"$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc": "password",
		"$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4":   "password",
		"$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc":   "password",
	} {
		if ok, stale, err := h.Verify(ctx, hash, password); !ok || !stale || err != nil {
			t.Errorf("%s: %v, stale %v, %v", hash, ok, stale, err)
		}
		if ok, _, err := h.Verify(ctx, hash, password+"x"); ok || err != nil {
			t.Errorf("%s: another password, %v", hash, err)
		}
	}
	own, err := h.Hash(ctx, "tsukuba rain 7")
	if err != nil || !strings.HasPrefix(own, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Fatal(own, err)
	}
	if ok, stale, err := h.Verify(ctx, own, "tsukuba rain 7"); !ok || stale || err != nil {
		t.Error(ok, stale, err)
	}
	if again, _ := h.Hash(ctx, "tsukuba rain 7"); again == own {
		t.Error("two hashes have the same salt")
	}
	before := h.Computed()
	for _, bad := range []string{"x", "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", "$argon2id$v=16$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", "$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=64,t=1,p=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", "$argon2id$v=19$m=64,t=99,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=64,t=1,p=1$c2$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$", "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFh!"} {
		if ok, _, err := h.Verify(ctx, bad, "password"); ok || err == nil {
			t.Errorf("%s: %v, %v", bad, ok, err)
		}
	}
	if h.Computed() != before {
		t.Error("something was computed of a damaged hash")
	}
	if ok, _, err := h.Verify(ctx, "", ""); ok || err != nil || h.Computed() != before+1 {
		t.Errorf("of nobody: %v, %v, %d computed", ok, err, h.Computed()-before)
	}
}

// TestHashQueue: one at a time; who waits can leave, and too many are sent away.
func TestHashQueue(t *testing.T) {
	h := NewHasher(Parameters{Memory: 64, Passes: 1, Lanes: 1})
	h.turn <- struct{}{} // somebody's turn
	ctx, leave := context.WithCancel(context.Background())
	ended := make(chan error, maxQueue)
	for range maxQueue {
		go func() { _, err := h.Hash(ctx, "x"); ended <- err }()
	}
	for h.queue.Load() < maxQueue {
		time.Sleep(time.Millisecond)
	}
	if _, err := h.Hash(context.Background(), "x"); !errors.Is(err, ErrBusy) {
		t.Error(err)
	}
	leave()
	for range maxQueue {
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	if h.Computed() != 0 || h.queue.Load() != 0 {
		t.Errorf("%d computed, %d wait", h.Computed(), h.queue.Load())
	}
	<-h.turn
	if _, err := h.Hash(context.Background(), "x"); err != nil {
		t.Error(err)
	}
}

func TestToken(t *testing.T) {
	token, hash := NewToken()
	other, _ := NewToken()
	if len(token) != 26 || token == other || !SameToken(hash, HashToken(token)) || SameToken(hash, HashToken(other)) || SameToken(hash, HashToken("")) {
		t.Errorf("%s, %s", token, other)
	}
	typed := " " + strings.ToUpper(token[:5]) + "-" + token[5:10] + " " + token[10:]
	if !SameToken(hash, HashToken(typed)) {
		t.Errorf("%q is not %q", typed, token)
	}
	made := time.Unix(1_000_000, 0)
	for at, want := range map[time.Duration]bool{0: true, TokenLife - 1: true, TokenLife: false, -time.Hour: false, -time.Second: true} {
		if Fresh(made.Add(at), made, made.Add(TokenLife)) != want {
			t.Errorf("after %s: not %v", at, want)
		}
	}
}

func TestTexts(t *testing.T) {
	for name, x := range map[string]lang.Text{"wrongRole": wrongRole, "wrongName": wrongName, "wrongDisplay": wrongDisplay, "wrongLanguage": wrongLanguage, "tooShort": tooShort,
		"tooLong": tooLong, "unusable": unusable, "wellKnown": wellKnown, "likeName": likeName, "busy": busy} {
		langtest.Check(t, name, x, false)
	}
}

// FuzzPassword: whatever is typed, the rules answer, and what they accept is hashed as
// it is verified.
func FuzzPassword(f *testing.F) {
	for _, s := range []string{"tsukuba rain 7", "ｶﾞｶﾞ", "\xff", "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301"} {
		f.Add(s, "sato")
	}
	f.Fuzz(func(t *testing.T, password, name string) {
		if CheckPassword(password, name) != nil {
			return
		}
		normal, ok := Normalise(password)
		again, _ := Normalise(normal)
		if n := len([]rune(normal)); !ok || n < LeastPassword || n > MostPassword || again != normal {
			t.Errorf("%q: %q, %q", password, normal, again)
		}
	})
}
