package control

import "context"

// Site is what the socket asks of the site under watch, and what a Client asks of
// the sensor: whoever has one need not know where the site is. Errors are *Fault
// where a person can do something about them.
type Site interface {
	Situation
	Learned
	Extent
	Editions
	Comparing
	Works
	Devices
	Talking
	Points
	People
	Trail
	Rehearsing
	Reports
}

// Situation is how a site stands, and what people decide about it.
type Situation interface {
	Today(ctx context.Context) (*Today, error)
	// Incidents returns those that are not closed, with all also the latest closed.
	Incidents(ctx context.Context, all bool) (*Incidents, error)
	Explain(ctx context.Context, id string) (*Explanation, error)
	Decide(ctx context.Context, d *Decision) (*Brief, error)
	// Changed waits until incidents or decisions have changed since a revision, or for
	// MaxWait, and returns the present revision.
	Changed(ctx context.Context, since uint64) (uint64, error)
}

// Learned is what was learned, and what people decide about it.
type Learned interface {
	Lines(ctx context.Context, q *LinesQuery) (*Lines, error)
	Forecast(ctx context.Context) (*Learning, error)
	Approve(ctx context.Context, a *Approval) (*Approved, error)
	Freeze(ctx context.Context, f *Freeze) (*Learning, error)
}

// Editions are the signed versions of the baseline. Files are as edition.Edition
// writes and reads them.
type Editions interface {
	History(ctx context.Context) (*History, error)
	// Edition returns the file of one; 0 is the latest.
	Edition(ctx context.Context, number int) ([]byte, error)
	// Next returns the file of the one to be signed: the present baseline.
	Next(ctx context.Context, who, note string) ([]byte, error)
	// Release keeps the file of Next once it is signed.
	Release(ctx context.Context, who string, file []byte) (*EditionLine, error)
	// Import has the site go on from a file. Trust is the fingerprint of its key, where
	// the site does not know that yet.
	Import(ctx context.Context, who, trust string, file []byte) (*EditionLine, error)
	Rollback(ctx context.Context, r *Rollback) (*EditionLine, error)
}

// Works are work permits.
type Works interface {
	// Permits returns those of which something is to come: that are not closed, or of
	// which lines wait for a decision; with all every one.
	Permits(ctx context.Context, all bool) (*Permits, error)
	Permit(ctx context.Context, ticket string) (*Permit, error)
	OpenPermit(ctx context.Context, p *PermitRequest) (*Permit, error)
	ClosePermit(ctx context.Context, c *PermitClosing) (*Permit, error)
	// ReviewPermit decides about lines of one that has ended: all that is asked, or with
	// an error nothing.
	ReviewPermit(ctx context.Context, r *PermitReview) (*Permit, error)
}

// Devices are what the owner says of the devices.
type Devices interface {
	Assets(ctx context.Context) (*Assets, error)
	// ImportAssets replaces what was said before by a list in CSV.
	ImportAssets(ctx context.Context, who string, csv []byte) (*Assets, error)
}
