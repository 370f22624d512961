package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/banken-ot/banken/sensor/lang"
)

// command is one subcommand. define defines its options, and returns what does
// the work once they and the names on the command line are known; what that
// returns is told to the user.
type command struct {
	name             string
	arguments, about message
	define           func(o options) work
}

// work is what a command does.
type work func(ctx context.Context, s streams, names []string) error

var commands = [...]command{
	{"decode", argumentsDecode, aboutDecode, defineDecode},
	{"transcript", argumentsTranscript, aboutTranscript, defineTranscript},
	{"replay", argumentsReplay, aboutReplay, defineReplay},
	{"learn", argumentsLearn, aboutLearn, defineLearn},
	{"evaluate", argumentsEvaluate, aboutEvaluate, defineEvaluate},
	{"run", argumentsRun, aboutRun, defineRun},
	{"console", argumentsConsole, aboutConsole, defineConsole},
	{"today", argumentsToday, aboutToday, defineToday},
	{"explain", argumentsExplain, aboutExplain, defineExplain},
	{"incident", argumentsIncident, aboutIncident, defineIncident},
	{"baseline", argumentsBaseline, aboutBaseline, defineBaseline},
	{"permit", argumentsPermit, aboutPermit, definePermit},
	{"asset", argumentsAsset, aboutAsset, defineAsset},
	{"tag", argumentsTag, aboutTag, defineTag},
	{"user", argumentsUser, aboutUser, defineUser},
	{"store", argumentsStore, aboutStore, defineStore},
	{"notify", argumentsNotify, aboutNotify, defineNotify},
	{"drill", argumentsDrill, aboutDrill, defineDrill},
	{"report", argumentsReport, aboutReport, defineReport},
	{"status", argumentsStatus, aboutStatus, defineStatus},
	{"check", argumentsCheck, aboutCheck, defineCheck},
	{"interfaces", argumentsInterfaces, aboutInterfaces, defineInterfaces},
	{"record", argumentsRecord, aboutRecord, defineRecord},
	{"lab", argumentsLab, aboutLab, defineLab},
	{"demo", argumentsDemo, aboutDemo, defineDemo},
	{"conformance", argumentsConformance, aboutConformance, defineConformance},
	{"score", argumentsScore, aboutScore, defineScore},
	{"assess", argumentsAssess, aboutAssess, defineAssess},
}

func find(name string) *command {
	for i := range commands {
		if commands[i].name == name {
			return &commands[i]
		}
	}
	return nil
}

// execute parses args and does the work, or explains the command.
func (c *command) execute(ctx context.Context, s streams, args []string) error {
	o := newOptions(s)
	do := c.define(o)
	names, err := o.parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprintf(s.out, "%s\n%s\n\n", c.usage(s), s.say(c.about))
		o.print(s.out)
	}
	if err != nil {
		return err
	}
	return do(ctx, s, names)
}

// usage is how the command is called, in a line.
func (c *command) usage(s streams) string {
	return s.say(usageLine, c.name+" "+s.say(c.arguments))
}

// usage lists the commands.
func usage(s streams, w io.Writer) {
	const column = 13 // cells of the longest name and a space
	fmt.Fprintf(w, "%s\n\n%s\n\n", s.say(aboutBanken), s.say(usageLine, s.say(usageOptions)))
	for i := range commands {
		fmt.Fprintf(w, "  %s%s\n", lang.Pad(commands[i].name, column), s.say(commands[i].about))
	}
	fmt.Fprintf(w, "\n  %s%s\n\n%s\n", lang.Pad("--lang", column), s.say(aboutLang), s.say(aboutCommands))
}
