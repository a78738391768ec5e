/// export_aiperf: a measured point as an AIPerf export.
@NullMarked
package io.perftune.verb.exportaiperf;

import org.jspecify.annotations.NullMarked;
