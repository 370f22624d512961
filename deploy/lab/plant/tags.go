package plant

// The tables of the controllers. Addresses of the same number mean the same
// kind of thing nowhere: each controller was programmed in another year.

// PLC-1, raw water intake.
const (
	c1Pump1Auto, c1Pump1Run, c1Pump2Auto, c1Pump2Run, c1Reset = 0, 1, 2, 3, 7

	d1Pump1On, d1Pump2On, d1Pump1Fault, d1Pump2Fault, d1BasinHigh, d1RiverLow, d1Power = 0, 1, 2, 3, 4, 5, 6

	i1River, i1Basin, i1Flow, i1Turbidity, i1Temperature, i1Current1, i1Current2, i1Speed1, i1Speed2 = 0, 1, 2, 3, 4, 5, 6, 7, 8
	i1Total                                                                                          = 20

	h1Start, h1Stop, h1Assist, h1Speed, h1Trip, h1Delay, h1Year = 0, 1, 2, 3, 4, 10, 15
)

// PLC-2, treatment and dosing.
const (
	c2DoseAuto, c2Dose, c2Wash1, c2Wash2, c2Reset = 0, 1, 4, 5, 8

	d2DoseOn, d2NoFlow, d2Washing1, d2Washing2, d2ResidualHigh, d2ResidualLow, d2TurbidityHigh = 0, 1, 2, 3, 4, 5, 6

	i2Flow, i2Residual, i2PH, i2Turbidity, i2DoseSpeed, i2DoseRate, i2Head1, i2Head2, i2Well, i2Valve = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
	i2Total, i2Chlorine                                                                               = 20, 22

	h2Flow, h2Residual, h2Dose, h2High, h2Low, h2Gain, h2WashHead, h2WashMinutes, h2Tank = 0, 1, 2, 3, 4, 5, 10, 11, 12
)

// PLC-3, high-lift pumps.
const (
	c3Pump1, c3Pump2, c3Pump3, c3Auto, c3Reset = 0, 1, 2, 3, 9

	d3On1, d3On2, d3On3, d3Fault1, d3Fault2, d3Fault3, d3WellLow, d3Valve = 0, 1, 2, 3, 4, 5, 6, 8

	i3Well, i3Tank, i3Flow, i3Pressure, i3Suction, i3Current1, i3Current2, i3Current3, i3Bearing = 0, 1, 2, 3, 4, 5, 6, 7, 10
	i3Total, i3Energy                                                                            = 20, 22

	h3Start1, h3Start2, h3Start3, h3Stop, h3WellTrip, h3Speed, h3MaxPressure, h3Rotation = 0, 1, 2, 3, 4, 5, 6, 12
)

// PLC-4, elevated tank and distribution.
const (
	c4Inlet, c4Outlet, c4Sampler, c4Reset = 0, 1, 2, 5

	d4InletOpen, d4OutletOpen, d4Overflow, d4TankLow, d4Hatch = 0, 1, 2, 3, 4

	i4Level, i4Inflow, i4Outflow, i4PressureA, i4PressureB, i4Residual, i4Temperature = 0, 1, 2, 3, 4, 5, 6
	i4Total                                                                           = 20

	h4High, h4Low, h4Valve, h4Zone, h4Sample = 0, 1, 2, 3, 8
)

// PLC-5, chlorine room: the safety controller.
const (
	c5Fan, c5Reset = 0, 1

	d5Leak1, d5Leak2, d5Shutoff, d5FanOn, d5Door, d5Healthy = 0, 1, 2, 3, 4, 5

	i5Gas1, i5Gas2, i5Weight1, i5Weight2, i5Temperature = 0, 1, 2, 3, 4

	h5Alarm, h5Trip, h5FanMinutes = 0, 1, 2
)

// plans is indexed by controller.
var plans = [...]plan{
	{PLC1, [tables]uint16{8, 8, 24, 16}, []row{
		{Coils, c1Pump1Auto, "HS101A", "raw pump 1 automatic", "", 1, 0, 1, true},
		{Coils, c1Pump1Run, "HS101", "raw pump 1 run by hand", "", 1, 0, 1, true},
		{Coils, c1Pump2Auto, "HS102A", "raw pump 2 automatic", "", 1, 0, 1, true},
		{Coils, c1Pump2Run, "HS102", "raw pump 2 run by hand", "", 1, 0, 1, true},
		{Coils, c1Reset, "HS100R", "acknowledge alarms of the intake", "", 1, 0, 1, true},
		{DiscreteInputs, d1Pump1On, "YS101", "raw pump 1 runs", "", 1, 0, 1, false},
		{DiscreteInputs, d1Pump2On, "YS102", "raw pump 2 runs", "", 1, 0, 1, false},
		{DiscreteInputs, d1Pump1Fault, "XA101", "raw pump 1 fault", "", 1, 0, 1, false},
		{DiscreteInputs, d1Pump2Fault, "XA102", "raw pump 2 fault", "", 1, 0, 1, false},
		{DiscreteInputs, d1BasinHigh, "LAH110", "settling basin high", "", 1, 0, 1, false},
		{DiscreteInputs, d1RiverLow, "LAL100", "river low", "", 1, 0, 1, false},
		{DiscreteInputs, d1Power, "XS100", "mains present", "", 1, 0, 1, false},
		{InputRegisters, i1River, "LT100", "river level", "m", 0.001, 0, 8, false},
		{InputRegisters, i1Basin, "LT110", "settling basin level", "m", 0.001, 0, 4, false},
		{InputRegisters, i1Flow, "FT100", "raw water flow", "m3/h", 0.1, 0, 800, false},
		{InputRegisters, i1Turbidity, "AT100", "raw water turbidity", "NTU", 0.1, 0, 400, false},
		{InputRegisters, i1Temperature, "TT100", "raw water temperature", "degC", 0.01, 0, 40, false},
		{InputRegisters, i1Current1, "IT101", "raw pump 1 current", "A", 0.1, 0, 120, false},
		{InputRegisters, i1Current2, "IT102", "raw pump 2 current", "A", 0.1, 0, 120, false},
		{InputRegisters, i1Speed1, "SI101", "raw pump 1 speed", "%", 0.1, 0, 100, false},
		{InputRegisters, i1Speed2, "SI102", "raw pump 2 speed", "%", 0.1, 0, 100, false},
		{InputRegisters, i1Total, "FQ100", "raw water total", "m3", 0.1, 0, 4e8, false},
		{HoldingRegisters, h1Start, "LSP110A", "basin level that starts the duty pump", "m", 0.001, 2, 3.2, true},
		{HoldingRegisters, h1Stop, "LSP110B", "basin level that stops the pumps", "m", 0.001, 2.8, 3.6, true},
		{HoldingRegisters, h1Assist, "LSP110C", "basin level that starts the assisting pump", "m", 0.001, 1.5, 2.6, true},
		{HoldingRegisters, h1Speed, "SSP101", "raw pump speed", "%", 0.1, 60, 100, true},
		{HoldingRegisters, h1Trip, "LSP100", "river level that trips the pumps", "m", 0.001, 0.3, 0.8, false},
		{HoldingRegisters, h1Delay, "KS101", "start delay", "s", 1, 5, 60, false},
		{HoldingRegisters, h1Year, "KV100", "program version", "", 1, 0, 65535, false},
	}},
	{PLC2, [tables]uint16{16, 16, 24, 16}, []row{
		{Coils, c2DoseAuto, "HS201A", "chlorine dosing automatic", "", 1, 0, 1, true},
		{Coils, c2Dose, "HS201", "chlorine dosing by hand", "", 1, 0, 1, true},
		{Coils, c2Wash1, "HS211", "wash filter 1 now", "", 1, 0, 1, true},
		{Coils, c2Wash2, "HS212", "wash filter 2 now", "", 1, 0, 1, true},
		{Coils, c2Reset, "HS200R", "acknowledge alarms of the treatment", "", 1, 0, 1, true},
		{DiscreteInputs, d2DoseOn, "YS201", "dosing pump runs", "", 1, 0, 1, false},
		{DiscreteInputs, d2NoFlow, "FAL201", "no flow through the filters", "", 1, 0, 1, false},
		{DiscreteInputs, d2Washing1, "YS211", "filter 1 is washed", "", 1, 0, 1, false},
		{DiscreteInputs, d2Washing2, "YS212", "filter 2 is washed", "", 1, 0, 1, false},
		{DiscreteInputs, d2ResidualHigh, "AAH201", "chlorine residual high", "", 1, 0, 1, false},
		{DiscreteInputs, d2ResidualLow, "AAL201", "chlorine residual low", "", 1, 0, 1, false},
		{DiscreteInputs, d2TurbidityHigh, "AAH202", "filtrate turbidity high", "", 1, 0, 1, false},
		{InputRegisters, i2Flow, "FT201", "filtrate flow", "m3/h", 0.1, 0, 600, false},
		{InputRegisters, i2Residual, "AT201", "chlorine residual", "mg/l", 0.001, 0, 5, false},
		{InputRegisters, i2PH, "AT203", "pH", "pH", 0.01, 0, 14, false},
		{InputRegisters, i2Turbidity, "AT202", "filtrate turbidity", "NTU", 0.001, 0, 10, false},
		{InputRegisters, i2DoseSpeed, "SI201", "dosing pump speed", "%", 0.1, 0, 100, false},
		{InputRegisters, i2DoseRate, "FT202", "chlorine flow", "g/h", 1, 0, 2000, false},
		{InputRegisters, i2Head1, "PDT211", "filter 1 head loss", "m", 0.001, 0, 3, false},
		{InputRegisters, i2Head2, "PDT212", "filter 2 head loss", "m", 0.001, 0, 3, false},
		{InputRegisters, i2Well, "LT301R", "clear well level, repeated", "m", 0.001, 0, 4, false},
		{InputRegisters, i2Valve, "ZT201", "filter outlet valve", "%", 0.1, 0, 100, false},
		{InputRegisters, i2Total, "FQ201", "filtrate total", "m3", 0.1, 0, 4e8, false},
		{InputRegisters, i2Chlorine, "FQ202", "chlorine total", "kg", 0.001, 0, 4e6, false},
		{HoldingRegisters, h2Flow, "FSP201", "filtrate flow set point", "m3/h", 0.1, 180, 360, true},
		{HoldingRegisters, h2Residual, "ASP201", "chlorine residual set point", "mg/l", 0.001, 0.5, 1.2, true},
		{HoldingRegisters, h2Dose, "DSP201", "chlorine dose", "mg/l", 0.001, 0.8, 2, true},
		{HoldingRegisters, h2High, "ASH201", "residual high alarm", "mg/l", 0.001, 1.2, 2, false},
		{HoldingRegisters, h2Low, "ASL201", "residual low alarm", "mg/l", 0.001, 0.2, 0.5, false},
		{HoldingRegisters, h2Gain, "KP201", "gain of the residual controller", "", 0.01, 0.05, 2, false},
		{HoldingRegisters, h2WashHead, "PSP211", "head loss that starts a wash", "m", 0.001, 1, 2.5, true},
		{HoldingRegisters, h2WashMinutes, "KM211", "length of a wash", "min", 1, 5, 30, false},
		{HoldingRegisters, h2Tank, "KV200", "program version", "", 1, 0, 65535, false},
	}},
	{PLC3, [tables]uint16{16, 16, 24, 16}, []row{
		{Coils, c3Pump1, "HS301", "high-lift pump 1 run by hand", "", 1, 0, 1, true},
		{Coils, c3Pump2, "HS302", "high-lift pump 2 run by hand", "", 1, 0, 1, true},
		{Coils, c3Pump3, "HS303", "high-lift pump 3 run by hand", "", 1, 0, 1, true},
		{Coils, c3Auto, "HS300A", "high-lift pumps automatic", "", 1, 0, 1, true},
		{Coils, c3Reset, "HS300R", "acknowledge alarms of the pump hall", "", 1, 0, 1, true},
		{DiscreteInputs, d3On1, "YS301", "high-lift pump 1 runs", "", 1, 0, 1, false},
		{DiscreteInputs, d3On2, "YS302", "high-lift pump 2 runs", "", 1, 0, 1, false},
		{DiscreteInputs, d3On3, "YS303", "high-lift pump 3 runs", "", 1, 0, 1, false},
		{DiscreteInputs, d3Fault1, "XA301", "high-lift pump 1 fault", "", 1, 0, 1, false},
		{DiscreteInputs, d3Fault2, "XA302", "high-lift pump 2 fault", "", 1, 0, 1, false},
		{DiscreteInputs, d3Fault3, "XA303", "high-lift pump 3 fault", "", 1, 0, 1, false},
		{DiscreteInputs, d3WellLow, "LALL301", "clear well low: pumps tripped", "", 1, 0, 1, false},
		{DiscreteInputs, d3Valve, "ZS300", "discharge valve open", "", 1, 0, 1, false},
		{InputRegisters, i3Well, "LT301", "clear well level", "m", 0.001, 0, 4, false},
		{InputRegisters, i3Tank, "LT401R", "elevated tank level, repeated", "m", 0.001, 0, 8, false},
		{InputRegisters, i3Flow, "FT301", "high-lift flow", "m3/h", 0.1, 0, 800, false},
		{InputRegisters, i3Pressure, "PT301", "discharge pressure", "bar", 0.001, 0, 10, false},
		{InputRegisters, i3Suction, "PT300", "suction pressure", "bar", 0.001, 0, 2, false},
		{InputRegisters, i3Current1, "IT301", "high-lift pump 1 current", "A", 0.1, 0, 200, false},
		{InputRegisters, i3Current2, "IT302", "high-lift pump 2 current", "A", 0.1, 0, 200, false},
		{InputRegisters, i3Current3, "IT303", "high-lift pump 3 current", "A", 0.1, 0, 200, false},
		{InputRegisters, i3Bearing, "TT301", "bearing temperature", "degC", 0.1, 0, 120, false},
		{InputRegisters, i3Total, "FQ301", "high-lift total", "m3", 0.1, 0, 4e8, false},
		{InputRegisters, i3Energy, "EQ300", "energy", "kWh", 0.1, 0, 4e8, false},
		{HoldingRegisters, h3Start1, "LSP401A", "tank level that starts the first pump", "m", 0.001, 4, 6.8, true},
		{HoldingRegisters, h3Start2, "LSP401B", "tank level that starts the second pump", "m", 0.001, 3.5, 6.2, true},
		{HoldingRegisters, h3Start3, "LSP401C", "tank level that starts the third pump", "m", 0.001, 2.5, 4.5, true},
		{HoldingRegisters, h3Stop, "LSP401D", "tank level that stops the pumps", "m", 0.001, 6.5, 7.5, true},
		{HoldingRegisters, h3WellTrip, "LSLL301", "clear well level that trips the pumps", "m", 0.001, 0.4, 1, false},
		{HoldingRegisters, h3Speed, "SSP301", "high-lift pump speed", "%", 0.1, 75, 100, true},
		{HoldingRegisters, h3MaxPressure, "PSH301", "pressure that stops a pump", "bar", 0.001, 6, 9, false},
		{HoldingRegisters, h3Rotation, "KD301", "pump that leads", "", 1, 1, 3, true},
	}},
	{PLC4, [tables]uint16{8, 8, 24, 16}, []row{
		{Coils, c4Inlet, "HV401", "inlet valve open", "", 1, 0, 1, true},
		{Coils, c4Outlet, "HV402", "outlet valve open", "", 1, 0, 1, true},
		{Coils, c4Sampler, "HS403", "take a sample", "", 1, 0, 1, true},
		{Coils, c4Reset, "HS400R", "acknowledge alarms of the tank", "", 1, 0, 1, true},
		{DiscreteInputs, d4InletOpen, "ZS401", "inlet valve is open", "", 1, 0, 1, false},
		{DiscreteInputs, d4OutletOpen, "ZS402", "outlet valve is open", "", 1, 0, 1, false},
		{DiscreteInputs, d4Overflow, "LAHH401", "tank overflows", "", 1, 0, 1, false},
		{DiscreteInputs, d4TankLow, "LAL401", "tank low", "", 1, 0, 1, false},
		{DiscreteInputs, d4Hatch, "ZS410", "hatch open", "", 1, 0, 1, false},
		{InputRegisters, i4Level, "LT401", "elevated tank level", "m", 0.001, 0, 8, false},
		{InputRegisters, i4Inflow, "FT401", "flow into the tank and town", "m3/h", 0.1, 0, 800, false},
		{InputRegisters, i4Outflow, "FT402", "flow to the town", "m3/h", 0.1, 0, 800, false},
		{InputRegisters, i4PressureA, "PT401", "pressure zone A", "bar", 0.001, 0, 10, false},
		{InputRegisters, i4PressureB, "PT402", "pressure zone B", "bar", 0.001, 0, 10, false},
		{InputRegisters, i4Residual, "AT401", "chlorine residual in the tank", "mg/l", 0.001, 0, 5, false},
		{InputRegisters, i4Temperature, "TT401", "water temperature in the tank", "degC", 0.01, 0, 40, false},
		{InputRegisters, i4Total, "FQ402", "town total", "m3", 0.1, 0, 4e8, false},
		{HoldingRegisters, h4High, "LSH401", "tank high alarm", "m", 0.001, 7, 7.9, false},
		{HoldingRegisters, h4Low, "LSL401", "tank low alarm", "m", 0.001, 1, 3, false},
		{HoldingRegisters, h4Valve, "ZSP402", "outlet valve position", "%", 0.1, 60, 100, true},
		{HoldingRegisters, h4Zone, "PSP402", "pressure zone B set point", "bar", 0.001, 3, 4.5, true},
		{HoldingRegisters, h4Sample, "KM403", "minutes between samples", "min", 1, 10, 240, false},
	}},
	{PLC5, [tables]uint16{8, 8, 8, 8}, []row{
		{Coils, c5Fan, "HS501", "fan by hand", "", 1, 0, 1, true},
		{Coils, c5Reset, "HS500R", "acknowledge gas alarms", "", 1, 0, 1, true},
		{DiscreteInputs, d5Leak1, "AAH501", "chlorine gas at the drums", "", 1, 0, 1, false},
		{DiscreteInputs, d5Leak2, "AAH502", "chlorine gas at the dosing pump", "", 1, 0, 1, false},
		{DiscreteInputs, d5Shutoff, "ZS501", "chlorine shut off", "", 1, 0, 1, false},
		{DiscreteInputs, d5FanOn, "YS501", "fan runs", "", 1, 0, 1, false},
		{DiscreteInputs, d5Door, "ZS502", "door open", "", 1, 0, 1, false},
		{DiscreteInputs, d5Healthy, "XS500", "safety controller healthy", "", 1, 0, 1, false},
		{InputRegisters, i5Gas1, "AT501", "chlorine gas at the drums", "ppm", 0.01, 0, 20, false},
		{InputRegisters, i5Gas2, "AT502", "chlorine gas at the dosing pump", "ppm", 0.01, 0, 20, false},
		{InputRegisters, i5Weight1, "WT501", "drum 1", "kg", 0.1, 0, 1500, false},
		{InputRegisters, i5Weight2, "WT502", "drum 2", "kg", 0.1, 0, 1500, false},
		{InputRegisters, i5Temperature, "TT501", "room temperature", "degC", 0.01, 0, 60, false},
		{HoldingRegisters, h5Alarm, "ASH501", "gas alarm", "ppm", 0.01, 0.3, 1, false},
		{HoldingRegisters, h5Trip, "ASHH501", "gas level that shuts the chlorine off", "ppm", 0.01, 1, 5, false},
		{HoldingRegisters, h5FanMinutes, "KM501", "minutes the fan runs on", "min", 1, 5, 60, false},
	}},
}
