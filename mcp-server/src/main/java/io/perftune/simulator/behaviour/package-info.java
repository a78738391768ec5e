/// How a simulated model behaves: the switches, their defaults, and the profile file that sets
/// them.
@NullMarked
package io.perftune.simulator.behaviour;

import org.jspecify.annotations.NullMarked;
