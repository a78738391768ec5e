/// Takes a campaign to the lake: reads its files, asks the gate, publishes, and leaves a receipt.
@NullMarked
package io.perftune.verb.publish;

import org.jspecify.annotations.NullMarked;
