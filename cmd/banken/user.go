package main

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"os"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
)

// userOptions are what the command user takes.
type userOptions struct {
	place
	role, display, language, file, who *string
	link                               *bool
}

func defineUser(o options) work {
	x := userOptions{place: definePlace(o), role: o.text("role", account.Viewer.String(), optionRole), display: o.text("display", "", optionDisplay),
		language: o.text("language", "ja", optionUserLanguage), file: o.text("password-file", "", optionPasswordFile), who: o.text("who", "", optionWho),
		link: o.on("link", optionLink)}
	return func(ctx context.Context, s streams, names []string) error {
		return x.choose(ctx, s, []verb{{"add", 1, 1, x.add}, {"passwd", 1, 1, x.password}, {"list", 0, 0, x.list}, {"role", 2, 2, x.setRole},
			{"disable", 1, 1, func(n []string) (step, error) { return x.disable(n, true) }}, {"enable", 1, 1, func(n []string) (step, error) { return x.disable(n, false) }},
			{"reset", 1, 1, x.reset}, {"setup-link", 0, 0, x.setupLink}}, names)
	}
}

// actor is who gives the order: a user of the system, at the box.
func (x *userOptions) actor() (control.Actor, error) {
	who, err := person(*x.who)
	return control.Actor{Who: who, Local: true}, err
}

func (x *userOptions) add(names []string) (step, error) {
	by, err := x.actor()
	if err != nil {
		return nil, err
	}
	if *x.link && *x.file != "" {
		return nil, wrong(wrongLink)
	}
	return func(v *visit) error {
		q := &control.NewPerson{Actor: by, Name: names[0], Display: *x.display, Language: *x.language, Role: *x.role}
		if !*x.link {
			secret, err := v.secret(names[0], *x.file)
			if err != nil {
				return err
			}
			q.Password = secret
		}
		a, err := v.AddPerson(v.ctx, q)
		if err != nil {
			return err
		}
		return v.show(a, a.Zone, func() {
			v.line(0, userAdded, a.Person.Name, a.Person.Role.Text())
			if a.Token != nil {
				v.oneTime(x.place, a.Token)
			}
		})
	}, nil
}

func (x *userOptions) password(names []string) (step, error) {
	by, err := x.actor()
	if err != nil {
		return nil, err
	}
	return func(v *visit) error {
		if _, err := v.Person(v.ctx, names[0]); err != nil { // before anything is typed
			return err
		}
		secret, err := v.secret(names[0], *x.file)
		if err != nil {
			return err
		}
		p, err := v.SetPassword(v.ctx, &control.NewPassword{Actor: by, Name: names[0], Password: secret})
		if err != nil {
			return err
		}
		return v.show(p, "", func() { v.line(0, passwordChanged, p.Name) })
	}, nil
}

func (x *userOptions) list([]string) (step, error) {
	return func(v *visit) error {
		list, err := v.ListPeople(v.ctx)
		if err != nil {
			return err
		}
		return v.show(list, list.Zone, func() { v.people(list) })
	}, nil
}

// people tells who may sign in, a line each.
func (v *visit) people(list *control.PeopleList) {
	if len(list.People) > 0 {
		rows := [][]string{{v.s.say(columnName), v.s.say(columnDisplay), v.s.say(columnRole), v.s.say(columnState), v.s.say(columnSignedIn)}}
		for i := range list.People {
			p := &list.People[i]
			seen := "–"
			if !p.SignedIn.IsZero() {
				seen = v.at(p.SignedIn)
			}
			rows = append(rows, []string{p.Name, p.Display, p.Role.Text().In(v.s.lang), v.s.say(personState(p)), seen})
		}
		v.table(rows)
	}
	if !list.Ready {
		v.line(0, noAdministrator)
	}
}

func personState(p *account.Person) message {
	switch {
	case !p.Disabled.IsZero():
		return personDisabled
	case p.Password.IsZero():
		return personInvited
	}
	return personActive
}

func (x *userOptions) setRole(names []string) (step, error) {
	by, err := x.actor()
	if err != nil {
		return nil, err
	}
	return func(v *visit) error {
		p, err := v.SetRole(v.ctx, &control.NewRole{Actor: by, Name: names[0], Role: names[1]})
		if err != nil {
			return err
		}
		return v.show(p, "", func() { v.line(0, roleChanged, p.Name, p.Role.Text()) })
	}, nil
}

func (x *userOptions) disable(names []string, off bool) (step, error) {
	by, err := x.actor()
	if err != nil {
		return nil, err
	}
	return func(v *visit) error {
		p, err := v.Disable(v.ctx, &control.Disabling{Actor: by, Name: names[0], Disabled: off})
		if err != nil {
			return err
		}
		done := userEnabled
		if off {
			done = userDisabled
		}
		return v.show(p, "", func() { v.line(0, done, p.Name) })
	}, nil
}

func (x *userOptions) reset(names []string) (step, error) {
	by, err := x.actor()
	if err != nil {
		return nil, err
	}
	return func(v *visit) error {
		t, err := v.Reset(v.ctx, &control.Resetting{Actor: by, Name: names[0]})
		if err != nil {
			return err
		}
		return v.show(t, t.Zone, func() { v.oneTime(x.place, t) })
	}, nil
}

func (x *userOptions) setupLink([]string) (step, error) {
	by, err := x.actor()
	if err != nil {
		return nil, err
	}
	return func(v *visit) error {
		t, err := v.SetupLink(v.ctx, &by)
		if err != nil {
			return err
		}
		return v.show(t, t.Zone, func() { v.oneTime(x.place, t) })
	}, nil
}

// oneTime tells a one-time token as the link to open.
func (v *visit) oneTime(p place, t *control.OneTime) {
	c, err := p.settings()
	if err != nil {
		c = config.Default()
	}
	base, q := consoleBase(c.Console), url.Values{"token": {t.Token}}
	if t.Name == "" {
		v.line(0, linkSetUp, v.at(t.Expires))
		v.plain(1, base+"/set-up?"+q.Encode())
	} else {
		q.Set("name", t.Name)
		v.line(0, linkPassword, v.at(t.Expires), t.Name)
		v.plain(1, base+"/new-password?"+q.Encode())
	}
	v.line(0, linkOnce)
}

// consoleBase is where browsers reach the console: under its first name, else under that
// of the box; at the box itself where it listens for nobody else.
func consoleBase(c config.Console) string {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return "https://localhost"
	}
	a, err := netip.ParseAddr(host)
	switch {
	case err == nil && a.IsLoopback():
		host = "localhost"
	case len(c.Names) > 0:
		host = c.Names[0]
	case host == "" || err == nil && a.IsUnspecified():
		if host, err = os.Hostname(); err != nil {
			host = "localhost"
		}
	}
	return "https://" + net.JoinHostPort(host, port)
}
