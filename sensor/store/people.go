package store

import "time"

// MaxPeople bounds the people of a site: more than any plant has who look at one
// console. Who left stays, disabled.
const MaxPeople = 1000

// Person is a person who may sign in.
type Person struct {
	Name     string // with which they sign in
	Display  string // as others call them
	Language string // ISO 639-1
	Role     string
	Created  time.Time
	Disabled time.Time // the zero time: they are not
	// Password is the hash of one, with its parameters; "" before there is one.
	Password    string
	PasswordSet time.Time
	SignedIn    time.Time // the last time
	// Revision counts what makes old sessions invalid. It is the caller's.
	Revision int64
}

// Token is what one may do something with once. Of a purpose each person has at most
// one; another takes its place.
type Token struct {
	Purpose, Person string
	Hash            Hash // of what the holder has
	Made            time.Time
	MadeBy          string
	Expires         time.Time
}

const (
	personColumns = "name, display, language, role, created, disabled, password, password_set, signed_in, revision"
	tokenColumns  = "purpose, person, hash, made, made_by, expires"
)

// PutPerson keeps a person, in place of the one with the same name.
func (t *Tx) PutPerson(p *Person) error {
	if p.Name == "" || p.Role == "" || p.Created.IsZero() || p.Revision < 1 || len(p.Name)+len(p.Language)+len(p.Role) > maxName || len(p.Display)+len(p.Password) > maxNote {
		return t.refuse("person %.40q: name, role, revision and time must be told, in at most %d octets", p.Name, maxName)
	}
	t.exec("INSERT INTO people ("+personColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET
		display = excluded.display, language = excluded.language, role = excluded.role, disabled = excluded.disabled, password = excluded.password,
		password_set = excluded.password_set, signed_in = excluded.signed_in, revision = excluded.revision`,
		p.Name, p.Display, p.Language, p.Role, stamp(p.Created), stamp(p.Disabled), p.Password, stamp(p.PasswordSet), stamp(p.SignedIn), p.Revision)
	n, err := one(&t.View, func(row scanner) (n int, err error) { err = row.Scan(&n); return n, err }, "SELECT count(*) FROM people")
	if t.fail(err) == nil && n > MaxPeople {
		return t.refuse("more than %d people", MaxPeople)
	}
	return t.err
}

// Person returns the person of a name; ErrNotFound when there is none.
func (v *View) Person(name string) (Person, error) {
	return one(v, scanPerson, "SELECT "+personColumns+" FROM people WHERE name = ?", name)
}

// People returns all people in the order of their names.
func (v *View) People() ([]Person, error) {
	return list(v, scanPerson, "SELECT "+personColumns+" FROM people ORDER BY name")
}

func scanPerson(row scanner) (p Person, err error) {
	var created, disabled, set, signed int64
	err = row.Scan(&p.Name, &p.Display, &p.Language, &p.Role, &created, &disabled, &p.Password, &set, &signed, &p.Revision)
	p.Created, p.Disabled, p.PasswordSet, p.SignedIn = moment(created), moment(disabled), moment(set), moment(signed)
	return p, err
}

// PutToken keeps a token, in place of the one of the same purpose and person.
func (t *Tx) PutToken(x *Token) error {
	if x.Purpose == "" || len(x.Purpose)+len(x.Person)+len(x.MadeBy) > maxNote || !x.Expires.After(x.Made) {
		return t.refuse("a token for %.40q must have a purpose and expire after it was made", x.Person)
	}
	t.exec("INSERT OR REPLACE INTO tokens ("+tokenColumns+") VALUES (?, ?, ?, ?, ?, ?)", x.Purpose, x.Person, x.Hash[:], stamp(x.Made), x.MadeBy, stamp(x.Expires))
	return t.err
}

// DropToken forgets the token of a purpose and person, if there is one.
func (t *Tx) DropToken(purpose, person string) error {
	t.exec("DELETE FROM tokens WHERE purpose = ? AND person = ?", purpose, person)
	return t.err
}

// Token returns the token of a purpose and person; ErrNotFound when there is none.
func (v *View) Token(purpose, person string) (Token, error) {
	return one(v, scanToken, "SELECT "+tokenColumns+" FROM tokens WHERE purpose = ? AND person = ?", purpose, person)
}

func scanToken(row scanner) (x Token, err error) {
	var made, expires int64
	err = row.Scan(&x.Purpose, &x.Person, &x.Hash, &made, &x.MadeBy, &expires)
	x.Made, x.Expires = moment(made), moment(expires)
	return x, err
}
