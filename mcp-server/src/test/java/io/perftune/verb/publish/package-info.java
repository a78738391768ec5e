/// Proves publish_to_lake on campaign directories as the other verbs leave them.
@NullMarked
package io.perftune.verb.publish;

import org.jspecify.annotations.NullMarked;
