package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline/edition"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/watch"
)

// trustedKeys is where the store keeps the keys that people have said to trust.
const trustedKeys = "baseline-trusted-keys"

// trustedKey is a key whose baselines may be imported.
type trustedKey struct {
	Fingerprint string    `json:"fingerprint"`
	Who         string    `json:"who"` // said so
	Time        time.Time `json:"time"`
}

// trusted returns the keys that people have said to trust.
func (x *ownSite) trusted() (list []trustedKey, err error) {
	text, err := x.store.Meta(trustedKeys)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &list)
	}
	return list, err
}

// trusts reports whether a key is the site's own, having signed here before, or one
// that people have said to trust.
func (x *ownSite) trusts(key string) (bool, error) {
	if x.store == nil {
		return false, nil
	}
	own, err := x.store.Versions()
	if err != nil {
		return false, err
	}
	list, err := x.trusted()
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(own, func(v store.Version) bool { return fingerprint(v.Key) == key }) ||
		slices.ContainsFunc(list, func(k trustedKey) bool { return k.Fingerprint == key }), nil
}

// trust keeps that a key is to be trusted.
func (x *ownSite) trust(key, who string) error {
	list, err := x.trusted()
	if err != nil {
		return err
	}
	b, err := json.Marshal(append(list, trustedKey{key, who, time.Now().UTC()}))
	if err != nil {
		return fmt.Errorf("trusted keys: %w", err)
	}
	return x.note(who, "baseline-trust", key, nil, func(tx *store.Tx) error { return tx.SetMeta(trustedKeys, string(b)) })
}

// Import implements control.Editions.
func (x *ownSite) Import(_ context.Context, who, trust string, file []byte) (*control.EditionLine, error) {
	e, err := edition.Read(bytes.NewReader(file))
	if err != nil {
		return nil, told(err)
	}
	key := fingerprint(e.Key)
	if err := e.Verify(); err != nil {
		if errors.Is(err, edition.ErrSignature) {
			return nil, x.refuse(told(err), e, key, "")
		}
		return nil, told(err)
	}
	known, err := x.trusts(key)
	switch {
	case err != nil:
		return nil, told(err)
	case !known && trust == "":
		return nil, said(control.Untrusted, faultUntrusted, key)
	case !known && trust != key:
		return nil, x.refuse(said(control.Untrusted, faultOtherKey, key, trust), e, key, trust)
	}
	if err := x.site.Use(e, who); err != nil {
		if errors.Is(err, watch.ErrOther) {
			return nil, x.refuse(told(err), e, key, "")
		}
		return nil, told(err)
	}
	if !known && x.store != nil {
		err = x.trust(key, who)
	}
	return editionLine(e), told(err)
}

// refuse returns the fault of a baseline that is not what it says it is, and has the
// site tell of it: somebody tried to have it used.
func (x *ownSite) refuse(fault error, e *edition.Edition, found, expected string) error {
	if err := x.site.Refused(e, found, expected); err != nil {
		return errors.Join(fault, err)
	}
	return fault
}
