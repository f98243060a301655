/** `--help` of an app, unless it brings its own option of `hydra/help` (H-CLI-034, H-CLI-035). */
export const defaultHelp = {
  app_name: "${hydra.job.name}",
  header: "${hydra.help.app_name} is powered by Orochi.",
  footer: "What Orochi itself can do: '${hydra.help.app_name} --hydra-help'",
  template: `\${hydra.help.header}

== Config groups ==
Choose one option of a group with group=option

$APP_CONFIG_GROUPS
== Config ==
Change any value with key=value, such as db.port=3307

$CONFIG
$CONFIG_FIELDS
== Flags ==
$APP_FLAGS

\${hydra.help.footer}
`,
};

/** `--hydra-help` (H-CLI-030). */
export const defaultHydraHelp = {
  template: `Orochi \${hydra.runtime.version}

== Flags ==
$FLAGS_HELP

== Config groups of the hydra node ==
Choose one option of a group with hydra/group=option

$HYDRA_CONFIG_GROUPS
Logging in colour: hydra/job_logging=colorlog hydra/hydra_logging=colorlog
Without any file: hydra.output=none

See the hydra node's config with '--cfg hydra'.
`,
};
