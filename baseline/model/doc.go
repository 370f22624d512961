// Package model is the baseline of one site: it gives every observation to the
// detectors, owns the clock of learning days and the states, decides what may be
// learned from, and forecasts how much new behaviour is still to come.
//
// # Days
//
// A learning day is a calendar day of the site's own time zone. With a scaled day
// (Options.Day of less than 24 h) it is that long, from the first observation on.
// A day counts as learned once it is over and something was seen on it.
//
// # What is not learned from
//
// Nothing is learned while the sensor is blind, nor from what Options.Hold names:
// assets of an open incident in the top two tiers, and work under a permit.
//
// # Time
//
// The model's time is that of the observations and never goes back. It owns no
// goroutine and is used by one.
package model
