/// Tests of lakes in S3, against a fake that fails and lies on demand.
@NullMarked
package io.perftune.lake.s3;

import org.jspecify.annotations.NullMarked;
