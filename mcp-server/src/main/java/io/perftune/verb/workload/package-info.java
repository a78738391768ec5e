/// aa_workload: the AA shapes on one endpoint, one after the other, without a campaign.
@NullMarked
package io.perftune.verb.workload;

import org.jspecify.annotations.NullMarked;
