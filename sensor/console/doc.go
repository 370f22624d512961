// Package console is the web console of a site: twelve pages that say what happened,
// on which equipment, and what to do first, in English and Japanese, for the people of
// a control room.
//
// # What it may do
//
// The console is a process of its own. It has no capture and no store: it asks the
// sensor through the control socket (package control), and shows the answers. What a
// person decides here is an order to the sensor, which checks it and writes it into the
// audit trail under the person's name.
//
// # How a page is made
//
// routes.go is the table of all addresses: method, right, handler. Who has not the right
// is refused before the handler runs; an address without a line does not exist. A handler
// asks the sensor and returns what is to be shown; the template of the page (template/)
// and the words (words_*.go, every one in both languages) do the rest. Without script
// everything can be read and every form works; with it, the part of a page that is marked
// "fresh" is fetched anew whenever the sensor tells of a change (GET /live).
//
// # What a browser is given
//
// Files of static/, embedded, with their licences and checksums, and nothing from
// anywhere else: the Content-Security-Policy forbids it, and inline script and style too.
// Whatever comes from the wire is text, escaped by html/template.
package console
