// Package guide says what each kind of deviation means to the people of a plant,
// in their words and both languages: what happened, what is usual there, why it
// matters, and what to do first. The packages below baseline declare the kinds;
// here is one file of texts for each of them.
package guide

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/lang"
)

// Advice is what is told about one kind of deviation. What, Usual and Never are
// sentences with placeholders in braces, which are filled from the deviation:
//
//	{actor} {target} {client} {server}  assets, by name where they have one
//	{protocol} {function} {station} {point} {port}
//	{seen} {expected}                   Deviation.Seen and Expected
//	{learned} {support}                 for how long, from how many observations
//	{outcome}                           what the device answered, in words
type Advice struct {
	// Title is a short line without placeholders: "A register was written that was
	// never written before".
	Title lang.Text
	// What tells what happened, with the equipment: "{actor} wrote {point} =
	// {seen} on {target}; {outcome}."
	What lang.Text
	// Usual tells what was learned, and is used when Expected is not empty: "Over
	// {learned} only {expected} was written."
	Usual lang.Text
	// Never is used when Expected is empty: "Nothing wrote it in {learned}."
	Never lang.Text
	// Why tells in one or two sentences why it matters to the plant.
	Why lang.Text
	// First tells what to do first, in words of the plant, as orders that can be
	// followed without knowledge of security.
	First lang.Text
}

// tables are the texts of each detector.
func tables() []map[baseline.Kind]Advice {
	return []map[baseline.Kind]Advice{tripwireTexts, whitelistTexts, timingTexts, valueTexts, endpointTexts, identityTexts, visibilityTexts, sensorTexts}
}

// Of returns the advice for a kind; ok tells whether there is any.
func Of(k baseline.Kind) (a Advice, ok bool) {
	for _, t := range tables() {
		if a, ok = t[k]; ok {
			return a, true
		}
	}
	return demotedAdvice(k)
}
