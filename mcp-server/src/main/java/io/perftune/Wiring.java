package io.perftune;

import static java.util.Objects.requireNonNull;

import io.perftune.config.CampaignFile;
import io.perftune.verb.CampaignInit;
import io.perftune.verb.Context;
import io.perftune.verb.Verb;
import io.perftune.verb.aggregate.AtlasAggregate;
import io.perftune.verb.cellrun.CellRun;
import io.perftune.verb.compare.Compare;
import io.perftune.verb.dataset.MakeDataset;
import io.perftune.verb.doctor.Doctor;
import io.perftune.verb.exportaiperf.ExportAiperf;
import io.perftune.verb.importaiperf.ImportAiperf;
import io.perftune.verb.importroofline.ImportRooflineSweep;
import io.perftune.verb.importsol.ImportSol;
import io.perftune.verb.installskill.InstallSkill;
import io.perftune.verb.lake.ReadLake;
import io.perftune.verb.probe.ProbeTtfo;
import io.perftune.verb.publish.PublishToLake;
import io.perftune.verb.render.ReportRender;
import io.perftune.verb.runcancel.RunCancel;
import io.perftune.verb.runstatus.RunStatus;
import io.perftune.verb.search.SearchEvidence;
import io.perftune.verb.search.SearchRunbooks;
import io.perftune.verb.valueview.ValueView;
import io.perftune.verb.workload.RunWorkload;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// The one place where concrete classes meet.
///
/// @param checkout where the launcher stands; the repository root unless the environment names one
record Wiring(Path checkout, Path workingDirectory, Map<String, String> environment) {
  private static final String ROOT = "PROFILE_AND_OPTIMIZE_REPO_ROOT";

  Wiring {
    requireNonNull(checkout, "checkout is null");
    requireNonNull(workingDirectory, "workingDirectory is null");
    environment = Map.copyOf(environment);
  }

  /// The world as this process sees it; the launcher names its checkout in the property
  /// perftune.checkout.
  static Wiring ofProcess() {
    Path here = Path.of("").toAbsolutePath();
    return new Wiring(
        Path.of(System.getProperty("perftune.checkout", here.toString())), here, System.getenv());
  }

  /// Everything that the product can do, in the order in which help shows it.
  List<Verb> verbs() {
    return List.of(
        new CampaignInit(),
        new CellRun(checkout),
        new RunStatus(),
        new RunCancel(),
        new ImportAiperf(),
        new ImportSol(),
        new ImportRooflineSweep(CampaignFile::load),
        new AtlasAggregate(CampaignFile::load),
        new ReportRender(CampaignFile::load),
        new Compare(CampaignFile::load),
        new ValueView(CampaignFile::load),
        new PublishToLake(CampaignFile::load),
        new SearchRunbooks(checkout),
        new SearchEvidence(),
        new ReadLake(),
        new MakeDataset(),
        new RunWorkload(new CellRun(checkout)),
        new ExportAiperf(),
        new ProbeTtfo(),
        new Doctor(checkout),
        new InstallSkill(checkout));
  }

  /// The world of one call.
  Context context(Context.Progress progress) {
    return new Context(
        repositoryRoot(), workingDirectory, environment, Clock.systemUTC(), progress);
  }

  private Path repositoryRoot() {
    String named = environment.getOrDefault(ROOT, "");
    return named.isBlank() ? checkout : workingDirectory.resolve(named).normalize();
  }
}
