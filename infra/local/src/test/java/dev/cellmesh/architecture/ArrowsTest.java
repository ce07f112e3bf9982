package dev.cellmesh.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.cellmesh.runtime.database.SqlStatement;

/** Which part may know of which? The arrows of the design, over the main code of all modules. */
@AnalyzeClasses(packages = "dev.cellmesh", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {

    @ArchTest
    static final ArchRule THE_MODEL_DEPENDS_ON_NOTHING = classes()
            .that()
            .resideInAPackage("dev.cellmesh.model..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.cellmesh.model..", "java..");

    /** But for what cells are measured against, which is there to do without that package. */
    @ArchTest
    static final ArchRule ONLY_THE_DATABASE_PACKAGE_KNOWS_THE_SQL_CLIENT = noClasses()
            .that()
            .resideOutsideOfPackages("dev.cellmesh.runtime.database..", "dev.cellmesh.local.baseline..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..");

    /** So that a check of all SQL texts finds them; see infra/cockroach. */
    @ArchTest
    static final ArchRule STATEMENTS_OF_SERVICES_ARE_SQL_FILES = noClasses()
            .that()
            .resideOutsideOfPackages("dev.cellmesh.runtime.database..", "dev.cellmesh.testkit.database..")
            .should()
            .callConstructor(SqlStatement.class, String.class, String.class);

    @ArchTest
    static final ArchRule ONLY_THE_OUTBOX_KNOWS_KAFKA = noClasses()
            .that()
            .resideOutsideOfPackage("dev.cellmesh.runtime.outbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.vertx.kafka..");

    @ArchTest
    static final ArchRule NOTHING_DEPENDS_ON_SERVICES = noClasses()
            .that()
            .resideOutsideOfPackage("dev.cellmesh.services..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.cellmesh.services.."));

    @ArchTest
    static final ArchRule SERVICES_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("dev.cellmesh.services.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule THE_RUNTIME_DOES_NOT_KNOW_WHO_RUNS_IT = noClasses()
            .that()
            .resideInAPackage("dev.cellmesh.runtime..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("dev.cellmesh.local..", "dev.cellmesh.testkit..", "dev.cellmesh.migrations.."));

    @ArchTest
    static final ArchRule NOTHING_THAT_SERVES_BLOCKS_ON_JDBC = noClasses()
            .that()
            .resideOutsideOfPackages("dev.cellmesh.local..", "dev.cellmesh.migrations..", "dev.cellmesh.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.postgresql..", "org.flywaydb..");

    @ArchTest
    static final ArchRule PACKAGES_OF_THE_RUNTIME_HAVE_NO_CYCLES =
            slices().matching("dev.cellmesh.runtime.(*)..").should().beFreeOfCycles();
}
