// SPDX-License-Identifier: Apache-2.0
pragma Singleton
import QtQuick
import Jiaohao.Link

// Opening hours in words. Times come as the hall tells them: "09:00", or "2026-11-23 09:00" on another day.
QtObject {
    function opens(at: string): string {
        return words(at, "service.opens");
    }

    function hallOpens(at: string): string {
        return words(at, "touch.closed.opens");
    }

    // Why a service gives no ticket now.
    function closed(refused: string, opensAt: string, closesAt: string): string {
        switch (refused) {
        case "service_day_limit": return I18n.t("service.day_limit");
        case "service_ends_soon": return I18n.t("service.ends_soon", { closes: closesAt });
        }
        return opensAt !== "" ? opens(opensAt) : I18n.t("service.closed");
    }

    function words(at: string, id: string): string {
        const parts = at.split(" ");
        if (parts.length < 2)
            return I18n.t(id, { time: at });
        const date = new Date(parts[0] + "T00:00:00");
        const day = date.toLocaleDateString(Qt.locale(I18n.language), I18n.t("service.opens.date"));
        return I18n.t(id + ".day", { day: day, time: parts[1] });
    }
}
