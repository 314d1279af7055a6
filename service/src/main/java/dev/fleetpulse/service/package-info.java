/** What every process needs: typed settings, health and metrics, an orderly end. */
package dev.fleetpulse.service;
