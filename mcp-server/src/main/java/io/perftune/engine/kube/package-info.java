/// A point's load sent from a pod: kubectl as a process, what is done in the pod through it, and
/// what comes back.
@NullMarked
package io.perftune.engine.kube;

import org.jspecify.annotations.NullMarked;
